using System.Globalization;

namespace IpReassembler.Timing;

/// <summary>The axis of a waterfall in text: how many columns it has, and where its ticks stand.</summary>
internal sealed class TextAxis
{
    private const int TickDistance = 7, Narrowest = 10, Widest = 70;

    /// <summary>Behind the last byte that came, where nobody knows the end.</summary>
    private const string OpenEnd = "- ?";

    private readonly TimelineLayout _layout;

    /// <summary>Finds an axis.</summary>
    /// <param name="layout">What is drawn.</param>
    /// <param name="columns">The most columns it may have.</param>
    public TextAxis(TimelineLayout layout, int columns)
    {
        _layout = layout;
        Columns = Math.Max(Narrowest, Math.Min(Natural(layout), columns));
        HasRoomForPieces = layout.Starts.Count <= Columns / 2;
        Ticks = HasRoomForPieces ? layout.Starts : Regular();
    }

    /// <summary>How many columns stand for the bytes.</summary>
    public int Columns { get; }

    /// <summary>Whether each piece has a tick of its own.</summary>
    public bool HasRoomForPieces { get; }

    /// <summary>The offsets that have a tick, in order; the end not among them.</summary>
    public IReadOnlyList<int> Ticks { get; }

    /// <summary>The column behind the axis.</summary>
    public int Length => Columns + (_layout.EndIsKnown ? 1 : 1 + OpenEnd.Length);

    /// <summary>The column of an offset.</summary>
    public int Column(int offset) => (int)Math.Round(_layout.Place(offset, Columns), MidpointRounding.AwayFromZero);

    /// <summary>The line with the offsets; an offset that finds no room is left out, the end is moved aside.</summary>
    public string Labels()
    {
        var line = new TextCanvas();
        foreach (var tick in Ticks.Where(tick => line.Length == 0 || Column(tick) > line.Length))
        {
            line.Put(Column(tick), Text(tick));
        }

        line.Put(Math.Max(Columns, line.Length + 1), Text(_layout.AxisEnd));
        return line.ToString();
    }

    /// <summary>The line itself.</summary>
    public string Line()
    {
        var line = new TextCanvas();
        line.Put(0, new string('-', Columns));
        foreach (var tick in Ticks)
        {
            line.Put(Column(tick), "|");
        }

        line.Put(Columns, _layout.EndIsKnown ? "|" : "|" + OpenEnd);
        return line.ToString();
    }

    private static string Text(int offset) => offset.ToString(CultureInfo.InvariantCulture);

    // Wide enough that the shortest piece has a block and room for a number; the last piece may be short.
    private static int Natural(TimelineLayout layout)
    {
        var shortest = layout.Starts.Zip(layout.Starts.Skip(1), (from, to) => to - from).DefaultIfEmpty(layout.AxisEnd).Min();
        return (int)Math.Clamp(Math.Round((double)TickDistance * layout.AxisEnd / shortest), 2 * TickDistance, Widest);
    }

    private List<int> Regular()
    {
        var step = 8;
        while (_layout.Place(step, Columns) < TickDistance)
        {
            step *= 2;
        }

        return [.. Enumerable.Range(0, ((_layout.AxisEnd - 1) / step) + 1).Select(place => place * step)];
    }
}
