using IpReassembler.Packets;

namespace IpReassembler.Cli;

/// <summary>What can be said of the transport in a packet: only where its header is, in a whole packet or a first fragment.</summary>
internal static class DecodedTransport
{
    /// <summary>Whether the payload begins with a transport header.</summary>
    public static bool IsThere(DecodedPacket packet) => packet.Defect is PacketDefect.None && packet.Piece is PieceKind.Whole or PieceKind.First;

    /// <summary>What its checksum says. A fragment has only a part of the bytes that it covers.</summary>
    public static ChecksumState Checksum(DecodedPacket packet) =>
        Ipv4Packet.TryParse(packet.Bytes, out var whole, out _) && packet.Piece is PieceKind.Whole && !whole.IsCutShort
            ? TransportChecksum.Verify(whole, whole.Payload)
            : ChecksumState.Unverifiable;

    /// <summary>The names of the control bits that are set, as Wireshark spells them, highest bit first.</summary>
    public static IEnumerable<string> Names(TcpControlBits bits)
    {
        string[] names = ["NS", "CWR", "ECE", "URG", "ACK", "PSH", "RST", "SYN", "FIN"];
        return names.Where((_, index) => ((int)bits >> (names.Length - 1 - index) & 1) != 0);
    }
}
