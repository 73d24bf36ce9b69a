using System.Diagnostics;
using IpReassembler.Transfer;

namespace IpReassembler.Cli;

/// <summary>One line on standard error that is written over and over. When several transfers go on, it belongs to the one that had it first.</summary>
internal sealed class TransferBar(TextWriter error, Style style)
{
    // Where standard output is no terminal nobody tells the width.
    private const int WidestLine = 78;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private string? _owner;
    private string? _name;
    private TransferStep _last;
    private TimeSpan _begun;
    private TimeSpan _shownAt;
    private int _shownWidth;

    /// <summary>A bar for this terminal.</summary>
    public static TransferBar For(Terminal terminal)
    {
        var style = Style.Detect(terminal.Variable, isTerminal: true, terminal.Width);
        return new TransferBar(terminal.Error, style with { Width = Math.Min(style.Width, WidestLine) });
    }

    /// <summary>Shows how far a transfer got, if it is time to.</summary>
    public void Show(string peer, TransferStep step)
    {
        _owner ??= peer;
        if (_owner != peer)
        {
            return;
        }

        var now = _clock.Elapsed;
        if (_name != step.Name)
        {
            (_name, _begun, _shownAt) = (step.Name, now, now + Patience - Interval);
        }

        _last = step;
        if (now - _shownAt >= Interval)
        {
            _shownAt = now;
            Draw();
        }
    }

    /// <summary>A transfer or one of its files ends: what is shown of it stays, on a line of its own.</summary>
    public void Leave(string peer)
    {
        if (_owner != peer)
        {
            return;
        }

        if (_shownWidth > 0)
        {
            Draw();
            error.WriteLine();
        }

        (_owner, _name, _shownWidth) = (null, null, 0);
    }

    /// <summary>Takes the line away, so that another can be printed in its place.</summary>
    public void MakeRoom()
    {
        if (_shownWidth > 0)
        {
            error.Write("\r" + new string(' ', _shownWidth) + "\r");
            _shownWidth = 0;
        }
    }

    private void Draw()
    {
        var verb = _last.IsSending ? "Enviando" : "Recebendo";
        var text = TransferBarText.Of($"{verb} {style.Printable(_last.Name)}", _last.Done, _last.Size, _clock.Elapsed - _begun, style);
        error.Write("\r" + text.PadRight(_shownWidth));
        _shownWidth = text.Length;
    }
}
