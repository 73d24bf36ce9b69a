using IpReassembler.Packets;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>The fields of an IPv6 header (RFC 8200 section 3) and of a Fragment header (section 4.5) in words.</summary>
internal static class Ipv6HeaderFields
{
    /// <summary>Every field of the fixed header that begins before the bytes end, and those beside it in its row of 32 bits.</summary>
    public static IReadOnlyList<HeaderField> Of(DecodedIpv6 packet)
    {
        var rows = (Math.Min(packet.Header.Length, Ipv6Packet.FixedHeaderLength) + 3) / 4;
        return [.. Fixed(packet).Where(field => field.Bit < rows * 32)];
    }

    /// <summary>The fields of a Fragment header, all of which is there.</summary>
    /// <param name="header">The header.</param>
    public static IReadOnlyList<HeaderField> OfFragment(in Ipv6ExtensionHeader header)
    {
        // Read as a packet's own bytes would be: the fields count from the beginning of the header.
        var bytes = header.Bytes;
        var (units, reserved, more) = ((bytes[2] << 5) | (bytes[3] >> 3), (bytes[3] >> 1) & 3, bytes[3] & 1);
        var identification = Convert.ToHexStringLower(bytes[4..8]);
        return
        [
            new("next header", 0, 8, Invariant($"{bytes[0]:x2} = {bytes[0]}"), "next header " + Ipv6HeaderNames.Of(bytes[0])),
            new("reserved", 8, 8, Invariant($"{bytes[1]:x2}"), bytes[1] == 0 ? "" : "reserved byte set", bytes[1] == 0 ? Tone.Plain : Tone.Doubtful),
            new("fragment offset", 16, 13, Invariant($"{units:x4} = {units}"), Invariant($"offset {units} x 8 = byte {units * 8}")),
            new("reserved bits", 29, 2, Invariant($"{reserved >> 1} {reserved & 1}"), reserved == 0 ? "" : "reserved bits set", reserved == 0 ? Tone.Plain : Tone.Doubtful),
            new("M", 31, 1, Invariant($"{more}"), more == 0 ? "M clear" : "M set"),
            new("identification", 32, 32, identification, "id 0x" + identification),
        ];
    }

    private static IEnumerable<HeaderField> Fixed(DecodedIpv6 packet)
    {
        HeaderField Make(string name, int bit, int length, Func<int, string> value, Func<int, string> remark, Tone tone = Tone.Plain) =>
            HeaderField.Of(packet, name, bit, length, value, remark, tone);

        yield return Make("version", 0, 4, v => Invariant($"{v:x}"), v => Invariant($"version {v}"));
        yield return Make("traffic class", 4, 8, v => Invariant($"{v:x2}"), TrafficClassNames.Describe);
        yield return Make("flow label", 12, 20, v => Invariant($"{v:x5}"), v => v == 0 ? "no flow label" : Invariant($"flow label 0x{v:x5}"));
        yield return Make("payload length", 32, 16, v => Invariant($"{v:x4} = {v}"), v => Invariant($"payload {v} bytes"),
            packet.Defect is PacketDefect.Jumbogram ? Tone.Bad : Tone.Plain);
        yield return Make("next header", 48, 8, v => Invariant($"{v:x2} = {v}"), v => "next header " + Ipv6HeaderNames.Of((byte)v));
        yield return Make("hop limit", 56, 8, v => Invariant($"{v:x2} = {v}"), v => Invariant($"hop limit {v}"), packet.TimeToLive is 0 ? Tone.Doubtful : Tone.Plain);
        yield return Address("source", 64, "from", packet.Source, packet);
        yield return Address("destination", 192, "to", packet.Destination, packet);
    }

    private static HeaderField Address(string name, int bit, string word, IpAddress? address, DecodedPacket packet)
    {
        var at = bit / 8;
        var rows = Enumerable.Range(0, 4).Select(row => Row(packet.Header, at + (row * 4)));
        var remark = address is { } known ? $"{word} {known} ({AddressKind.Of(known)})" : "";
        return new(name, bit, 128, string.Join(' ', rows), remark);
    }

    private static string Row(ReadOnlySpan<byte> header, int at) => header.Length >= at + 4 ? Convert.ToHexStringLower(header.Slice(at, 4))
        : header.Length > at ? Convert.ToHexStringLower(header[at..]) + "..." + HeaderField.Missing
        : HeaderField.Missing;
}
