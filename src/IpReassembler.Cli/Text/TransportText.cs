using System.Globalization;
using System.Text;
using IpReassembler.Packets;
using IpReassembler.Records;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>Explains the transport header in a few lines.</summary>
internal static class TransportText
{
    /// <summary>Writes it, where the packet has one.</summary>
    public static void Write(TextWriter output, DecodedPacket packet, Style style)
    {
        if (!DecodedTransport.IsThere(packet) || packet.PayloadLength is 0 || (byte)packet.Protocol! is not (TransportChecksum.Udp or TransportChecksum.Tcp or TransportChecksum.Icmp))
        {
            return;
        }

        output.WriteLine();
        output.WriteLine(style.Strong(ProtocolNames.Of((byte)packet.Protocol).ToUpperInvariant()));
        var defect = (byte)packet.Protocol switch
        {
            TransportChecksum.Udp => WriteUdp(output, packet, style),
            TransportChecksum.Tcp => WriteTcp(output, packet, style),
            _ => WriteIcmp(output, packet, style),
        };
        if (defect is not PacketDefect.None)
        {
            style.WriteWrapped(output, "  ", Defect(defect, packet), Tone.Bad);
        }
    }

    private static PacketDefect WriteUdp(TextWriter output, DecodedPacket packet, Style style)
    {
        if (UdpDatagram.TryParse(packet.Payload, out var udp, out var defect))
        {
            style.WriteWrapped(output, "  ", Invariant($"port {udp.SourcePort} > {udp.DestinationPort}, length {udp.Length} = 8 + {udp.PayloadLength} bytes"));
            if (packet.Piece is PieceKind.Whole && udp.Length != packet.PayloadLength)
            {
                style.WriteWrapped(output, "  ", Invariant($"its length and the IP header's ({packet.PayloadLength}) differ"), Tone.Doubtful);
            }

            WriteChecksum(output, packet, udp.Checksum, style);
        }

        return defect;
    }

    private static PacketDefect WriteTcp(TextWriter output, DecodedPacket packet, Style style)
    {
        if (TcpSegment.TryParse(packet.Payload, out var tcp, out var defect))
        {
            var flags = string.Join(' ', DecodedTransport.Names(tcp.ControlBits));
            style.WriteWrapped(output, "  ", Invariant($"port {tcp.SourcePort} > {tcp.DestinationPort}, {(flags.Length > 0 ? flags : "no control bits")}, sequence {tcp.SequenceNumber}, acknowledgment {tcp.AcknowledgmentNumber}"));
            var urgent = tcp.UrgentPointer != 0 || (tcp.ControlBits & TcpControlBits.Urgent) != 0 ? Invariant($", urgent {tcp.UrgentPointer}") : "";
            style.WriteWrapped(output, "  ", Invariant($"window {tcp.Window}{urgent}, header {tcp.HeaderLength} bytes, data {packet.PayloadLength - tcp.HeaderLength} bytes"));
            WriteOptions(output, tcp.Options, style);
            WriteChecksum(output, packet, tcp.Checksum, style);
        }

        return defect;
    }

    private static PacketDefect WriteIcmp(TextWriter output, DecodedPacket packet, Style style)
    {
        if (!IcmpMessage.TryParse(packet.Payload, out var icmp, out var defect))
        {
            return defect;
        }

        var code = IcmpNames.Of(icmp.Type, icmp.Code) is { } name ? ": " + name : "";
        style.WriteWrapped(output, "  ", Invariant($"{IcmpNames.Of(icmp.Type)}{code} (type {(int)icmp.Type}, code {icmp.Code})"));
        var rest = icmp.Type switch
        {
            IcmpType.EchoRequest or IcmpType.EchoReply or IcmpType.TimestampRequest or IcmpType.TimestampReply =>
                Invariant($"identifier 0x{icmp.Identifier:x4}, sequence {icmp.SequenceNumber}"),
            IcmpType.DestinationUnreachable when icmp.Code == 4 => icmp.NextHopMtu == 0
                ? "the router does not say how much the next hop takes"
                : Invariant($"the next hop takes {icmp.NextHopMtu} bytes"),
            IcmpType.Redirect => $"to {IpAddress.V4(icmp.RestOfHeader)}",
            IcmpType.ParameterProblem when icmp.Code == 0 => Invariant($"at byte {icmp.RestOfHeader >> 24}"),
            _ => "",
        };
        if (rest.Length > 0)
        {
            style.WriteWrapped(output, "  ", rest);
        }

        // An error quotes the packet it is about, from its header on.
        if (icmp.IsError && Ipv4Packet.TryParse(icmp.Payload, out var about, out _))
        {
            style.WriteWrapped(output, "  ", Invariant($"about {about.Source} > {about.Destination} {ProtocolNames.Of(about.Protocol)} id 0x{about.Identification:x4}, {about.TotalLength} bytes at {about.Offset.Bytes}{(about.MoreFragments ? ", more to follow" : "")}"));
        }

        WriteChecksum(output, packet, icmp.Checksum, style);
        return defect;
    }

    private static void WriteChecksum(TextWriter output, DecodedPacket packet, ushort field, Style style)
    {
        var (text, tone) = DecodedTransport.Checksum(packet) switch
        {
            ChecksumState.Ok => ("correct", Tone.Good),
            ChecksumState.Bad => ("wrong", Tone.Bad),
            ChecksumState.Offloaded => ("left to the network card", Tone.Doubtful),
            ChecksumState.Unchecked => (field == 0 ? "none: the sender left it out" : "not checked", Tone.Plain),
            _ => (packet.Piece is PieceKind.First ? "not checked: it covers all fragments" : "not checked: not all it covers is here", Tone.Plain),
        };
        style.WriteWrapped(output, "  ", Invariant($"checksum {field:x4}  {text}"), tone);
    }

    private static void WriteOptions(TextWriter output, TcpOptions options, Style style)
    {
        foreach (var option in options)
        {
            var (name, text) = (option.Kind, option.IsMalformed) switch
            {
                (_, true) => (TcpName(option.Kind), "MALFORMED: " + SpacedHex.Of(option.Bytes)),
                (TcpOptionKind.EndOfOptions or TcpOptionKind.NoOperation, _) => ("", ""),
                _ => (TcpName(option.Kind), Value(option)),
            };
            if (name.Length > 0)
            {
                style.WriteWrapped(output, "  ", $"option {name} {text}".TrimEnd(), option.IsMalformed ? Tone.Bad : Tone.Plain);
            }
        }
    }

    /// <summary>What an option of TCP is called.</summary>
    public static string TcpName(TcpOptionKind kind) => kind switch
    {
        TcpOptionKind.EndOfOptions => "end of options",
        TcpOptionKind.NoOperation => "no operation",
        TcpOptionKind.MaximumSegmentSize => "maximum segment size",
        TcpOptionKind.WindowScale => "window scale",
        TcpOptionKind.SelectiveAcknowledgmentPermitted => "selective acknowledgment permitted",
        TcpOptionKind.SelectiveAcknowledgment => "selective acknowledgment",
        TcpOptionKind.Timestamps => "timestamps",
        _ => Invariant($"kind {(int)kind}"),
    };

    private static string Value(in TcpOption option)
    {
        if (option.TryGetNumber(out var number))
        {
            return number.ToString(CultureInfo.InvariantCulture);
        }

        if (option.TryGetTimestamps(out var value, out var echo))
        {
            return Invariant($"{value}, echo {echo}");
        }

        var ranges = new StringBuilder();
        for (var i = 0; i < option.RangeCount; i++)
        {
            var (start, end) = option.RangeAt(i);
            ranges.Append(i == 0 ? "" : ", ").Append(CultureInfo.InvariantCulture, $"[{start}, {end})");
        }

        return ranges.Length > 0 ? ranges.ToString() : SpacedHex.Of(option.Data);
    }

    private static string Defect(PacketDefect defect, DecodedPacket packet) => defect switch
    {
        PacketDefect.TooShort when packet.Payload.Length < packet.PayloadLength => Invariant($"its header is not here: {packet.Payload.Length} of {packet.PayloadLength} payload bytes are"),
        PacketDefect.TooShort => Invariant($"{packet.Payload.Length} bytes are too few for its header"),
        PacketDefect.HeaderCutShort => "its header is longer than what is here",
        PacketDefect.HeaderLengthTooSmall => "its header says that it is shorter than 20 bytes",
        PacketDefect.LengthTooSmall => "its length is less than its header's 8 bytes",
        _ => "its header cannot be read",
    };
}
