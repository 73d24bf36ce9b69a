using System.Buffers.Binary;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>Explains a security option, which RFC 791 and RFC 1108 lay out differently.</summary>
internal static class SecurityOptionText
{
    // S (2), C (2), H (2), TCC (3): with type and length the 11 bytes of RFC 791.
    private const int OldDataLength = 9;

    /// <param name="data">What follows type and length.</param>
    public static string Explain(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
        {
            return "no level";
        }

        return data.Length == OldDataLength
            ? $"level {OldLevel(BinaryPrimitives.ReadUInt16BigEndian(data))} (RFC 791)"
            : $"level {Level(data[0])} (RFC 1108)";
    }

    // RFC 791 section 3.1, field S.
    private static string OldLevel(int level) => level switch
    {
        0 => "unclassified",
        0xf135 => "confidential",
        0x789a => "EFTO",
        0xbc4d => "MMMM",
        0x5e26 => "PROG",
        0xaf13 => "restricted",
        0xd788 => "secret",
        0x6bc5 => "top secret",
        _ => Invariant($"0x{level:x4}"),
    };

    // RFC 1108 section 2.3.
    private static string Level(byte level) => level switch
    {
        0x3d => "top secret",
        0x5a => "secret",
        0x96 => "confidential",
        0xab => "unclassified",
        _ => Invariant($"0x{level:x2}"),
    };
}
