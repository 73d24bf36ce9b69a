using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using IpReassembler.Packets;
using IpReassembler.Records;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>Explains the transport header in a few lines.</summary>
internal static class TransportText
{
    private const byte EncapsulatedSecurity = 50;

    /// <summary>Writes it, where the packet has one.</summary>
    public static void Write(TextWriter output, DecodedPacket packet, Style style)
    {
        if (!packet.HasTransport || packet.TransportLength <= 0 || (byte)packet.Protocol! is not (TransportChecksum.Udp or TransportChecksum.Tcp or TransportChecksum.Icmp or TransportChecksum.IcmpV6 or EncapsulatedSecurity))
        {
            return;
        }

        output.WriteLine();
        output.WriteLine(style.Strong(ProtocolNames.Of((byte)packet.Protocol).ToUpperInvariant()));
        var defect = (byte)packet.Protocol switch
        {
            TransportChecksum.Udp => WriteUdp(output, packet, style),
            TransportChecksum.Tcp => WriteTcp(output, packet, style),
            EncapsulatedSecurity => WriteSecurity(output, packet, style),
            _ => WriteIcmp(output, packet, style),
        };
        if (defect is not PacketDefect.None)
        {
            style.WriteWrapped(output, "  ", Defect(defect, packet), Tone.Bad);
        }
    }

    /// <summary>The names of the control bits that are set, as Wireshark spells them, highest bit first.</summary>
    public static IEnumerable<string> Names(TcpControlBits bits)
    {
        string[] names = ["NS", "CWR", "ECE", "URG", "ACK", "PSH", "RST", "SYN", "FIN"];
        return names.Where((_, index) => ((int)bits >> (names.Length - 1 - index) & 1) != 0);
    }

    private static PacketDefect WriteUdp(TextWriter output, DecodedPacket packet, Style style)
    {
        if (UdpDatagram.TryParse(packet.Transport, out var udp, out var defect))
        {
            style.WriteWrapped(output, "  ", Invariant($"port {udp.SourcePort} > {udp.DestinationPort}, length {udp.Length} = 8 + {udp.PayloadLength} bytes"));
            if (packet.Piece is PieceKind.Whole && udp.Length != packet.TransportLength)
            {
                style.WriteWrapped(output, "  ", Invariant($"its length and the IP header's ({packet.TransportLength}) differ"), Tone.Doubtful);
            }

            WriteChecksum(output, packet, udp.Checksum, style);
        }

        return defect;
    }

    private static PacketDefect WriteTcp(TextWriter output, DecodedPacket packet, Style style)
    {
        if (TcpSegment.TryParse(packet.Transport, out var tcp, out var defect))
        {
            var flags = string.Join(' ', Names(tcp.ControlBits));
            style.WriteWrapped(output, "  ", Invariant($"port {tcp.SourcePort} > {tcp.DestinationPort}, {(flags.Length > 0 ? flags : "no control bits")}, sequence {tcp.SequenceNumber}, acknowledgment {tcp.AcknowledgmentNumber}"));
            var urgent = tcp.UrgentPointer != 0 || (tcp.ControlBits & TcpControlBits.Urgent) != 0 ? Invariant($", urgent {tcp.UrgentPointer}") : "";
            style.WriteWrapped(output, "  ", Invariant($"window {tcp.Window}{urgent}, header {tcp.HeaderLength} bytes, data {packet.TransportLength - tcp.HeaderLength} bytes"));
            WriteOptions(output, tcp.Options, style);
            WriteChecksum(output, packet, tcp.Checksum, style);
        }

        return defect;
    }

    private static PacketDefect WriteIcmp(TextWriter output, DecodedPacket packet, Style style)
    {
        if (!IcmpMessage.TryParse(packet.Transport, out var icmp, out var defect))
        {
            return defect;
        }

        var isV6 = packet.Protocol == TransportChecksum.IcmpV6;
        var (name, code) = isV6 ? (Icmpv6Names.Of((byte)icmp.Type), Icmpv6Names.Of((byte)icmp.Type, icmp.Code)) : (IcmpNames.Of(icmp.Type), IcmpNames.Of(icmp.Type, icmp.Code));
        style.WriteWrapped(output, "  ", Invariant($"{name}{(code is null ? "" : ": " + code)} (type {(int)icmp.Type}, code {icmp.Code})"));
        var rest = isV6 ? Icmpv6Rest(icmp) : IcmpRest(icmp);
        if (rest.Length > 0)
        {
            style.WriteWrapped(output, "  ", rest);
        }

        // An error quotes the packet it is about, from its header on.
        if ((isV6 ? (byte)icmp.Type < Icmpv6Names.EchoRequest : icmp.IsError) && About(icmp.Payload) is { } about)
        {
            style.WriteWrapped(output, "  ", about);
        }

        WriteChecksum(output, packet, icmp.Checksum, style);
        return defect;
    }

    private static string IcmpRest(in IcmpMessage icmp) => icmp.Type switch
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

    private static string Icmpv6Rest(in IcmpMessage icmp) => (byte)icmp.Type switch
    {
        Icmpv6Names.EchoRequest or Icmpv6Names.EchoReply => Invariant($"identifier 0x{icmp.Identifier:x4}, sequence {icmp.SequenceNumber}"),
        Icmpv6Names.PacketTooBig => Invariant($"the next hop takes {icmp.RestOfHeader} bytes"),
        Icmpv6Names.ParameterProblem => Invariant($"at byte {icmp.RestOfHeader}"),
        _ => "",
    };

    private static string? About(ReadOnlySpan<byte> quoted)
    {
        if (Ipv4Packet.TryParse(quoted, out var v4, out _))
        {
            return Invariant($"about {v4.Source} > {v4.Destination} {ProtocolNames.Of(v4.Protocol)} id 0x{v4.Identification:x4}, {v4.TotalLength} bytes at {v4.Offset.Bytes}{(v4.MoreFragments ? ", more to follow" : "")}");
        }

        if (!Ipv6Packet.TryParse(quoted, out var v6, out _))
        {
            return null;
        }

        var piece = v6.IsFragment ? Invariant($" id 0x{v6.Identification:x8}, {v6.TotalLength} bytes at {v6.Offset.Bytes}{(v6.MoreFragments ? ", more to follow" : "")}") : Invariant($", {v6.TotalLength} bytes");
        return $"about {v6.Source} > {v6.Destination} {ProtocolNames.Of(v6.Protocol)}{piece}";
    }

    // What is encrypted behind these eight bytes nobody can read (RFC 4303 section 2).
    private static PacketDefect WriteSecurity(TextWriter output, DecodedPacket packet, Style style)
    {
        if (packet.Transport.Length < 8)
        {
            return PacketDefect.TooShort;
        }

        var (index, sequence) = (BinaryPrimitives.ReadUInt32BigEndian(packet.Transport), BinaryPrimitives.ReadUInt32BigEndian(packet.Transport[4..]));
        style.WriteWrapped(output, "  ", Invariant($"security parameters index 0x{index:x8}, sequence {sequence}; what follows is encrypted"));
        return PacketDefect.None;
    }

    private static void WriteChecksum(TextWriter output, DecodedPacket packet, ushort field, Style style)
    {
        var (text, tone) = packet.TransportChecksumState switch
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
        PacketDefect.TooShort when packet.Transport.Length < packet.TransportLength => Invariant($"its header is not here: {packet.Transport.Length} of {packet.TransportLength} payload bytes are"),
        PacketDefect.TooShort => Invariant($"{packet.Transport.Length} bytes are too few for its header"),
        PacketDefect.HeaderCutShort => "its header is longer than what is here",
        PacketDefect.HeaderLengthTooSmall => "its header says that it is shorter than 20 bytes",
        PacketDefect.LengthTooSmall => "its length is less than its header's 8 bytes",
        _ => "its header cannot be read",
    };
}
