using IpReassembler.Packets;

namespace IpReassembler.Cli;

/// <summary>What can be said of the transport in a packet: only where its header is, in a whole packet or a first fragment.</summary>
internal static class DecodedTransport
{
    /// <summary>Whether the payload begins with a transport header.</summary>
    public static bool IsThere(DecodedPacket packet) => packet.Defect is PacketDefect.None && packet.Piece is Piece.Whole or Piece.First;

    /// <summary>What its checksum says. A fragment has only a part of the bytes that it covers.</summary>
    public static ChecksumState Checksum(DecodedPacket packet) =>
        packet.Piece is not Piece.Whole || packet.Payload.Length != packet.PayloadLength
            ? ChecksumState.Unverifiable
            : TransportChecksum.Verify((byte)packet.Protocol!, packet.Source!.Value, FinalDestination(packet), packet.Payload);

    /// <summary>The names of the control bits that are set, as Wireshark spells them, highest bit first.</summary>
    public static IEnumerable<string> Names(TcpControlBits bits)
    {
        string[] names = ["NS", "CWR", "ECE", "URG", "ACK", "PSH", "RST", "SYN", "FIN"];
        return names.Where((_, index) => ((int)bits >> (names.Length - 1 - index) & 1) != 0);
    }

    // The pseudo-header has the last stop of a source route, even while the packet is on its way to another (RFC 1122 section 4.1.3.4).
    private static IpAddress FinalDestination(DecodedPacket packet)
    {
        foreach (var option in new Ipv4Options(packet.OptionBytes))
        {
            if (option.Kind is not Ipv4OptionKind.RecordRoute && option.TryGetRoute(out var route) && route.PassedCount < route.Count)
            {
                return route[route.Count - 1];
            }
        }

        return packet.Destination!.Value;
    }
}
