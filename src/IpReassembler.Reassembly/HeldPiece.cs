namespace IpReassembler.Reassembly;

/// <summary>Bytes that a host holds, and the fragment it took them from.</summary>
/// <param name="Range">The bytes as they are held: what others left of the fragment.</param>
/// <param name="Received">The bytes the fragment had when it came.</param>
/// <param name="Frame">The number of its frame.</param>
internal readonly record struct HeldPiece(ByteRange Range, ByteRange Received, long Frame);
