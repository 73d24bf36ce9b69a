namespace IpReassembler.Cli;

/// <summary>One field of a header, as it is drawn and as it is explained.</summary>
/// <param name="Name">The RFC's word for it.</param>
/// <param name="Bit">Where it begins in the header.</param>
/// <param name="Length">Its bits; a field never crosses a multiple of 32.</param>
/// <param name="Value">Its digits, for the box below its bits.</param>
/// <param name="Remark">What they mean; empty where they speak for themselves.</param>
/// <param name="Tone">How good that is.</param>
internal sealed record HeaderField(string Name, int Bit, int Length, string Value, string Remark, Tone Tone = Tone.Plain);
