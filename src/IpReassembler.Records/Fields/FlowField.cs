using IpReassembler.Timing;

namespace IpReassembler.Records;

/// <summary>A column of a table of flows.</summary>
/// <param name="Name">What it is called in JSON and CSV.</param>
/// <param name="IsNumber">Whether JSON writes it as it is: a number, or true and false.</param>
/// <param name="Text">Its value; null when there is none. A length of time is in nanoseconds. The header says how long fragments wait, and so whether identifications may come again too soon.</param>
public sealed record FlowField(string Name, bool IsNumber, Func<FlowRow, CaptureHeader, string?> Text);
