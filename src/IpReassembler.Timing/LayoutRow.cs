using IpReassembler.Packets;

namespace IpReassembler.Timing;

/// <summary>One fragment's row in a waterfall.</summary>
/// <param name="Arrival">The fragment.</param>
/// <param name="At">How long after the first one it came; negative where the clock stepped back.</param>
/// <param name="Mark">What it should be noticed for.</param>
/// <param name="Notes">The same in words, most important first; empty for a fragment of which there is nothing to say.</param>
public sealed record LayoutRow(Arrival Arrival, Duration At, RowMark Mark, IReadOnlyList<string> Notes)
{
    /// <summary>Whether it is the last piece of a datagram: its header says that no more follow.</summary>
    public bool IsLastPiece => !Arrival.Fragment.MoreFragments;

    /// <summary>Whether it brought bytes that were not there.</summary>
    public bool IsNew => Arrival.NewBytes > 0;
}
