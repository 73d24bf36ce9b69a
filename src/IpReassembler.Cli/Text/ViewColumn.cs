namespace IpReassembler.Cli.Text;

/// <summary>A column of the table in which views stand below each other: bytes that came in the same way for every view.</summary>
/// <param name="Start">The offset of its first byte.</param>
/// <param name="Cells">One letter for each row, top to bottom.</param>
/// <param name="Differs">Whether some rows have other bytes there.</param>
internal sealed record ViewColumn(int Start, string Cells, bool Differs);
