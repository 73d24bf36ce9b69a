namespace IpReassembler.Cli;

/// <summary>One field of a header, as it is drawn and as it is explained.</summary>
/// <param name="Name">The RFC's word for it; empty for a byte of something that is explained elsewhere.</param>
/// <param name="Bit">Where it begins in the header.</param>
/// <param name="Length">Its bits. A field of more than 32 fills whole rows; no other crosses a multiple of 32.</param>
/// <param name="Value">Its digits, for the box below its bits; a field of several rows has a word for each.</param>
/// <param name="Remark">What they mean; empty where they speak for themselves.</param>
/// <param name="Tone">How good that is.</param>
internal sealed record HeaderField(string Name, int Bit, int Length, string Value, string Remark, Tone Tone = Tone.Plain)
{
    /// <summary>The value of a field whose bytes are not there.</summary>
    public const string Missing = "missing";

    /// <summary>A field of up to 32 bits.</summary>
    /// <param name="packet">Where it is read.</param>
    /// <param name="name">The RFC's word for it.</param>
    /// <param name="bit">Where it begins in the header.</param>
    /// <param name="length">Its bits.</param>
    /// <param name="value">Makes its digits.</param>
    /// <param name="remark">Makes their meaning.</param>
    /// <param name="tone">How good that is.</param>
    public static HeaderField Of(DecodedPacket packet, string name, int bit, int length, Func<int, string> value, Func<int, string> remark, Tone tone = Tone.Plain) =>
        packet.Field(bit, length) is { } number
            ? new(name, bit, length, value(number), remark(number), tone)
            : new(name, bit, length, length < 8 ? "?" : Missing, "");
}
