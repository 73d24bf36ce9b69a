namespace IpReassembler.Cli;

/// <summary>A column of a <see cref="TextTable"/>.</summary>
/// <param name="Title">What stands above it.</param>
/// <param name="Right">Whether its cells stand at the right edge.</param>
/// <param name="Sacrifice">When the table is too wide, columns go in the order of this number; 0 stays for ever.</param>
internal sealed record TextColumn(string Title, bool Right = false, int Sacrifice = 0);
