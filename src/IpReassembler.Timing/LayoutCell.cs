using IpReassembler.Reassembly;

namespace IpReassembler.Timing;

/// <summary>A part of the payload that came at one time, or never.</summary>
/// <param name="Range">Its bytes. Cells touch, and none is empty.</param>
/// <param name="BroughtBy">The arrival that brought them first; null for bytes that never came.</param>
public readonly record struct LayoutCell(ByteRange Range, Arrival? BroughtBy);
