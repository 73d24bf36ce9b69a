using System.Globalization;

namespace IpReassembler.Cli;

/// <summary>A bar as users of Python's tqdm know it: <c>Enviando a.bin:  61%|██████▏   | 239M/391M [00:12&lt;00:07, 19.4MB/s]</c>.</summary>
internal static class TransferBarText
{
    private const int WidestBar = 40;

    /// <param name="title">What goes on.</param>
    /// <param name="done">Bytes so far.</param>
    /// <param name="size">Bytes in the end; null when nobody knows.</param>
    /// <param name="elapsed">How long it took so far.</param>
    /// <param name="style">How wide it may be, and whether with more than ASCII.</param>
    public static string Of(string title, long done, long? size, TimeSpan elapsed, Style style)
    {
        var rate = elapsed > TimeSpan.Zero ? done / elapsed.TotalSeconds : 0;
        var speed = rate > 0 ? Bytes(rate) + "B/s" : "?B/s";
        if (size is not { } whole)
        {
            return style.Clip($"{title}: {Bytes(done)}B [{Clock(elapsed)}, {speed}]", style.Width);
        }

        var fraction = whole == 0 ? 1 : Math.Min(1.0, (double)done / whole);
        var left = done >= whole ? TimeSpan.Zero : rate > 0 ? TimeSpan.FromSeconds(Math.Min((whole - done) / rate, TimeSpan.FromDays(99).TotalSeconds)) : (TimeSpan?)null;
        var percent = string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(fraction * 100),3:0}%");
        var end = $" {Bytes(done)}/{Bytes(whole)} [{Clock(elapsed)}<{(left is { } time ? Clock(time) : "?")}, {speed}]";
        var beginning = $"{title}: {percent}";
        var cells = Math.Min(WidestBar, style.Width - beginning.Length - end.Length - 2);
        return cells < 3
            ? style.Clip(beginning + end, style.Width)
            : $"{beginning}|{style.Bar(fraction, cells).PadRight(cells)}|{end}";
    }

    /// <summary>Three digits and a unit, of 1024 each: <c>9.50k</c>, <c>19.4M</c>, <c>239M</c>.</summary>
    public static string Bytes(double count)
    {
        foreach (var unit in new[] { "", "k", "M", "G", "T" })
        {
            if (count < 999.5)
            {
                var digits = unit.Length == 0 ? "0" : count < 9.995 ? "0.00" : count < 99.95 ? "0.0" : "0";
                return count.ToString(digits, CultureInfo.InvariantCulture) + unit;
            }

            count /= 1024;
        }

        return count.ToString("0", CultureInfo.InvariantCulture) + "P";
    }

    private static string Clock(TimeSpan time) =>
        time.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalHours):0}:{time.Minutes:00}:{time.Seconds:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{time.Minutes:00}:{time.Seconds:00}");
}
