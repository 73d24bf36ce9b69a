namespace IpReassembler.Cli;

/// <summary>A column of the table in which views stand below each other: bytes that came in the same way for every view.</summary>
/// <param name="Start">The offset of its first byte.</param>
/// <param name="Cells">For each row, top to bottom, the letter that the payload repeats, or the frame that supplied the bytes.</param>
/// <param name="Differs">Whether some rows have other bytes there.</param>
internal sealed record ViewColumn(int Start, IReadOnlyList<long> Cells, bool Differs);
