namespace IpReassembler.Cli;

/// <summary>A connection as a bar: a stretch for opening, one for data, one for closing, each as long as its share of the time and never nothing.</summary>
internal static class PhaseBar
{
    /// <summary>The bar, of so many cells: <c>░</c> opening, <c>█</c> data, <c>▒</c> closing; <c>c</c>, <c>#</c> and <c>f</c> in ASCII.</summary>
    /// <param name="connection">A connection that was made.</param>
    /// <param name="cells">At least three.</param>
    /// <param name="style">How it may look.</param>
    public static string Draw(ObservedConnection connection, int cells, Style style)
    {
        var (connecting, sending, closing) = (connection.Connecting?.Nanoseconds, connection.Sending.Nanoseconds, connection.Closing?.Nanoseconds);
        double whole = Math.Max((connecting ?? 0) + sending + (closing ?? 0), 1);
        int Cells(long? part) => part is { } time ? Math.Clamp((int)Math.Round(cells * time / whole), 1, cells - 2) : 0;
        var (first, last) = (Cells(connecting), Cells(closing));
        // Two long ends may have taken more than there is, by rounding.
        last = Math.Min(last, cells - first - 1);
        return new string(style.Ascii ? 'c' : '░', first) + new string(style.Ascii ? '#' : '█', cells - first - last) + new string(style.Ascii ? 'f' : '▒', last);
    }
}
