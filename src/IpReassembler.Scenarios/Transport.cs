using IpReassembler.Packets;

namespace IpReassembler.Scenarios;

/// <summary>A transport header with the right checksum in front of the payload.</summary>
/// <param name="Protocol">The number of the protocol.</param>
/// <param name="HeaderLength">The length of the header in bytes.</param>
/// <param name="MaxData">The most bytes that can follow it.</param>
internal abstract record Transport(byte Protocol, int HeaderLength, int MaxData)
{
    /// <summary>Writes the header.</summary>
    /// <param name="destination">Room for it.</param>
    /// <param name="ip">The header it will stand behind.</param>
    /// <param name="data">What follows.</param>
    public abstract void Write(Span<byte> destination, in OutgoingHeader ip, ReadOnlySpan<byte> data);

    internal sealed record Udp(UdpHeader Header) : Transport(TransportChecksum.Udp, UdpHeader.Length, ushort.MaxValue - UdpHeader.Length)
    {
        public override void Write(Span<byte> destination, in OutgoingHeader ip, ReadOnlySpan<byte> data) => Header.WriteTo(destination, ip.Source, ip.Destination, data);
    }

    internal sealed record Tcp(TcpHeader Header) : Transport(TransportChecksum.Tcp, Header.Length, ushort.MaxValue)
    {
        public override void Write(Span<byte> destination, in OutgoingHeader ip, ReadOnlySpan<byte> data) => Header.WriteTo(destination, ip.Source, ip.Destination, data);
    }

    internal sealed record Icmp(IcmpHeader Header) : Transport(TransportChecksum.Icmp, IcmpHeader.Length, ushort.MaxValue)
    {
        public override void Write(Span<byte> destination, in OutgoingHeader ip, ReadOnlySpan<byte> data) => Header.WriteTo(destination, data);
    }

    internal sealed record IcmpV6(IcmpHeader Header) : Transport(TransportChecksum.IcmpV6, IcmpHeader.Length, ushort.MaxValue)
    {
        public override void Write(Span<byte> destination, in OutgoingHeader ip, ReadOnlySpan<byte> data) => Header.WriteTo(destination, ip.Source, ip.Destination, data);
    }
}
