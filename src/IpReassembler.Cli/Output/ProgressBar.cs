using System.Diagnostics;
using System.Globalization;

namespace IpReassembler.Cli;

/// <summary>One line on standard error that is written over and over, once the work has lasted a second.</summary>
internal sealed class ProgressBar(TextWriter error, int width)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);

    private readonly Stopwatch _since = Stopwatch.StartNew();
    private TimeSpan _shownAt;
    private int _shownWidth;

    /// <summary>A bar for this terminal; null when standard error is none.</summary>
    public static ProgressBar? For(Terminal terminal) =>
        terminal.ErrorIsTerminal ? new ProgressBar(terminal.Error, Math.Min(terminal.Width, 78)) : null;

    /// <summary>Shows how far the work got, if it is time to.</summary>
    /// <param name="done">Bytes read.</param>
    /// <param name="whole">Bytes there are; null when nobody knows.</param>
    /// <param name="packets">Packets read.</param>
    public void Show(long done, long? whole, long packets)
    {
        var elapsed = _since.Elapsed;
        if (elapsed < Patience || elapsed - _shownAt < Step)
        {
            return;
        }

        _shownAt = elapsed;
        var rate = done / 1e6 / elapsed.TotalSeconds;
        var text = whole is > 0 and var length
            ? string.Create(CultureInfo.InvariantCulture, $"{100.0 * done / length,3:0} %  {packets} packets  {rate:0} MB/s  {Math.Max(0, (length - done) / 1e6 / rate):0} s left")
            : string.Create(CultureInfo.InvariantCulture, $"{done / 1e6:0} MB  {packets} packets  {rate:0} MB/s");
        text = text.Length > width ? text[..width] : text;
        error.Write("\r" + text.PadRight(_shownWidth));
        _shownWidth = text.Length;
    }

    /// <summary>Takes the line away.</summary>
    public void Clear()
    {
        if (_shownWidth > 0)
        {
            error.Write("\r" + new string(' ', _shownWidth) + "\r");
            _shownWidth = 0;
        }
    }
}
