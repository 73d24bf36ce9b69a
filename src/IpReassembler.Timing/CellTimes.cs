using System.Globalization;
using IpReassembler.Packets;

namespace IpReassembler.Timing;

/// <summary>When each range came, as short numbers in one unit that fits all of them.</summary>
internal sealed class CellTimes
{
    private static readonly (long Nanoseconds, string Name)[] Units = [(1_000_000_000, "s"), (1_000_000, "ms"), (1_000, "µs"), (1, "ns")];

    private readonly TimelineLayout _layout;
    private readonly long _unit;

    /// <summary>Chooses the largest unit in which times need no fraction, unless that makes long numbers.</summary>
    public CellTimes(TimelineLayout layout)
    {
        _layout = layout;
        var times = layout.Cells.Select(After).OfType<Duration>().Select(time => time.Nanoseconds).ToList();
        var longest = times.Select(Math.Abs).DefaultIfEmpty().Max();
        (_unit, UnitName) = Units.First(unit => unit.Nanoseconds == 1 || (times.TrueForAll(time => time % unit.Nanoseconds == 0) && longest > 0) || longest >= 1_000 * unit.Nanoseconds);
        (_unit, UnitName) = longest == 0 ? Units[1] : (_unit, UnitName);
    }

    /// <summary>What the unit is called.</summary>
    public string UnitName { get; }

    /// <summary>A cell's time, or that it never came, in at most <paramref name="room"/> letters; empty when that is too little.</summary>
    public string Show(LayoutCell cell, int room)
    {
        var words = After(cell) is { } time ? [Math.Round((decimal)time.Nanoseconds / _unit).ToString(CultureInfo.InvariantCulture)] : new[] { "never", "-" };
        return Array.Find(words, word => word.Length <= room) ?? "";
    }

    private Duration? After(LayoutCell cell) => cell.BroughtBy is { } arrival ? _layout.Rows[arrival.Place].At : null;
}
