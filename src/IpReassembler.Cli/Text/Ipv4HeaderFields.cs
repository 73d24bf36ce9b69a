using IpReassembler.Packets;
using IpReassembler.Records;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>The fields of an IPv4 header in words (RFC 791 section 3.1).</summary>
internal static class Ipv4HeaderFields
{
    /// <summary>Every field that begins before the bytes end, and those beside it in its row of 32 bits.</summary>
    public static IReadOnlyList<HeaderField> Of(DecodedIpv4 packet)
    {
        var rows = (packet.Header.Length + 3) / 4;
        return [.. Fixed(packet).Concat(Options(packet)).Where(field => field.Bit < rows * 32)];
    }

    private static IEnumerable<HeaderField> Fixed(DecodedIpv4 packet)
    {
        HeaderField Make(string name, int bit, int length, Func<int, string> value, Func<int, string> remark, Tone tone = Tone.Plain) =>
            HeaderField.Of(packet, name, bit, length, value, remark, tone);

        yield return Make("version", 0, 4, v => Invariant($"{v:x}"), v => Invariant($"version {v}"), packet.Defect is PacketDefect.VersionMismatch ? Tone.Bad : Tone.Plain);
        yield return Make("header length", 4, 4, v => Invariant($"{v:x}"), v => Invariant($"header {v * 4} bytes"),
            packet.Defect is PacketDefect.HeaderCutShort or PacketDefect.HeaderLengthTooSmall ? Tone.Bad : Tone.Plain);
        yield return Make("traffic class", 8, 8, v => Invariant($"{v:x2}"), TrafficClassNames.Describe);
        yield return Make("total length", 16, 16, v => Invariant($"{v:x4} = {v}"), v => Invariant($"total {v} bytes"),
            packet.Defect is PacketDefect.LengthTooSmall ? Tone.Bad : packet.TotalLength is 0 ? Tone.Doubtful : Tone.Plain);
        yield return Make("identification", 32, 16, v => Invariant($"{v:x4} = {v}"), v => Invariant($"id 0x{v:x4}"));
        yield return Make("flags", 48, 3, v => $"{v >> 2} {(v >> 1) & 1} {v & 1}", Flags, packet.ReservedFlag is true ? Tone.Doubtful : Tone.Plain);
        yield return Make("fragment offset", 51, 13, v => Invariant($"{v:x4} = {v}"), v => Invariant($"offset {v} x 8 = byte {v * 8}"));
        yield return Make("time to live", 64, 8, v => Invariant($"{v:x2} = {v}"), v => Invariant($"TTL {v}"), packet.Field(64, 8) is 0 ? Tone.Doubtful : Tone.Plain);
        yield return Make("protocol", 72, 8, v => Invariant($"{v:x2} = {v}"), v => "protocol " + ProtocolNames.Of((byte)v));
        yield return Make("header checksum", 80, 16, v => Invariant($"{v:x4}"), v => "checksum " + Checksum(packet).Text, Checksum(packet).Tone);
        yield return Address("source", 96, "from", packet.Source, packet);
        yield return Address("destination", 128, "to", packet.Destination, packet);
    }

    /// <summary>What the header checksum says, and how good that is.</summary>
    public static (string Text, Tone Tone) Checksum(DecodedIpv4 packet) => packet.ChecksumState switch
    {
        ChecksumState.Ok => ("correct", Tone.Good),
        ChecksumState.Offloaded => (Invariant($"left to the network card (would be {packet.ExpectedChecksum:x4})"), Tone.Doubtful),
        ChecksumState.Bad => (Invariant($"wrong (should be {packet.ExpectedChecksum:x4})"), Tone.Bad),
        _ => ("not checked: the header is not all there", Tone.Doubtful),
    };

    private static string Flags(int flags)
    {
        (int Bit, string Name)[] names = [(4, "reserved flag"), (2, "DF"), (1, "MF")];
        var set = names.Where(name => (flags & name.Bit) != 0).Select(name => name.Name).ToArray();
        return set.Length == 0 ? "no flag set" : string.Join(" and ", set) + " set";
    }

    private static HeaderField Address(string name, int bit, string word, IpAddress? address, DecodedIpv4 packet) => address is { } known
        ? new(name, bit, 32, Invariant($"{(uint)known.Low:x8} = {known}"), $"{word} {known} ({AddressKind.Of(known)})")
        : new(name, bit, 32, packet.Header.Length > bit / 8 ? Invariant($"{Convert.ToHexStringLower(packet.Header[(bit / 8)..])} ... {HeaderField.Missing}") : HeaderField.Missing, "");

    // Options are not aligned to anything, so each byte has a box of its own, and a row names the options that begin in it.
    private static List<HeaderField> Options(DecodedIpv4 packet)
    {
        var begins = new string?[60];
        var tones = new Tone[60];
        var at = Ipv4Packet.MinHeaderLength;
        foreach (var option in new Ipv4Options(packet.OptionBytes))
        {
            begins[at] = Ipv4OptionNames.Of(option.Kind) + (option.IsMalformed ? ", malformed" : "");
            tones[at] = option.IsMalformed ? Tone.Bad : Tone.Plain;
            at += option.Bytes.Length;
        }

        var fields = new List<HeaderField>();
        for (var i = Ipv4Packet.MinHeaderLength; i < packet.HeaderLength; i++)
        {
            var value = packet.Field(i * 8, 8) is { } number ? Invariant($"{number:x2}") : HeaderField.Missing;
            fields.Add(new("", i * 8, 8, value, begins[i] ?? "", tones[i]));
        }

        return fields;
    }
}
