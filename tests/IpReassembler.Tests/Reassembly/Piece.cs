using System.Buffers.Binary;
using IpReassembler.Packets;

namespace IpReassembler.Tests.Reassembly;

/// <summary>One hand-made fragment, of IPv6 where its addresses are, written byte by byte so that nothing under test makes its own examples.</summary>
internal sealed record Piece(int Offset, byte[] Payload, bool More)
{
    public int End => Offset + Payload.Length;

    public string Source { get; init; } = "192.0.2.1";

    public string Destination { get; init; } = "192.0.2.2";

    public bool IsIpv6 => Source.Contains(':', StringComparison.Ordinal);

    public int Id { get; init; } = 1;

    public byte Protocol { get; init; } = 253;

    public byte TimeToLive { get; init; } = 64;

    public byte TypeOfService { get; init; }

    public bool DontFragment { get; init; }

    public bool Reserved { get; init; }

    public byte[] Options { get; init; } = [];

    public byte[] Trailer { get; init; } = [];

    /// <summary>IPv6 extension headers in front of the Fragment header, of which the first has number 60; a routing header behind another says so itself.</summary>
    public byte[] Extensions { get; init; } = [];

    public int? TotalLength { get; init; }

    public int[] Vlans { get; init; } = [];

    public double Seconds { get; init; }

    public Timestamp At => new((long)Math.Round(Seconds * 1e9));

    /// <summary>A piece filled with one letter.</summary>
    public static Piece Of(int offset, int length, char fill, bool more) => new(offset, Fill(length, fill), more);

    public static byte[] Fill(int length, char fill)
    {
        var bytes = new byte[length];
        Array.Fill(bytes, (byte)fill);
        return bytes;
    }

    /// <summary>The frame: Ethernet with any VLAN tags, then the packet, then the trailer.</summary>
    public byte[] ToEthernet()
    {
        var frame = new List<byte>(new byte[12]);
        foreach (var vlan in Vlans)
        {
            frame.AddRange([0x81, 0x00, (byte)(vlan >> 8), (byte)vlan]);
        }

        frame.AddRange(IsIpv6 ? [0x86, 0xdd] : [0x08, 0x00]);
        frame.AddRange(ToPacket());
        frame.AddRange(Trailer);
        return [.. frame];
    }

    public byte[] ToPacket() => IsIpv6 ? ToIpv6() : ToIpv4();

    private byte[] ToIpv6()
    {
        var length = Extensions.Length + 8 + Payload.Length;
        var offset = Offset | (More ? 1 : 0);
        byte[] fixedHeader = [(byte)(0x60 | (TypeOfService >> 4)), (byte)(TypeOfService << 4), 0, 0, (byte)(length >> 8), (byte)length, (byte)(Extensions.Length > 0 ? 60 : 44), TimeToLive];
        var addresses = new byte[32];
        IpAddress.Parse(Source).WriteTo(addresses);
        IpAddress.Parse(Destination).WriteTo(addresses.AsSpan(16));
        byte[] fragment = [Protocol, 0, (byte)(offset >> 8), (byte)offset, (byte)(Id >> 24), (byte)(Id >> 16), (byte)(Id >> 8), (byte)Id];
        return [.. fixedHeader, .. addresses, .. Extensions, .. fragment, .. Payload];
    }

    private byte[] ToIpv4()
    {
        var headerLength = 20 + Options.Length;
        var packet = new byte[headerLength + Payload.Length];
        packet[0] = (byte)(0x40 | (headerLength / 4));
        packet[1] = TypeOfService;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)(TotalLength ?? packet.Length));
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), (ushort)Id);
        var flags = (Reserved ? 0x8000 : 0) | (DontFragment ? 0x4000 : 0) | (More ? 0x2000 : 0);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(6), (ushort)(flags | (Offset / 8)));
        packet[8] = TimeToLive;
        packet[9] = Protocol;
        IpAddress.Parse(Source).WriteTo(packet.AsSpan(12));
        IpAddress.Parse(Destination).WriteTo(packet.AsSpan(16));
        Options.CopyTo(packet, 20);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(10), Checksum(packet.AsSpan(0, headerLength)));
        Payload.CopyTo(packet, headerLength);
        return packet;
    }

    /// <summary>The Internet checksum, in the plainest words (RFC 1071).</summary>
    public static ushort Checksum(ReadOnlySpan<byte> bytes)
    {
        var sum = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            sum += i % 2 == 0 ? bytes[i] << 8 : bytes[i];
            sum = (sum & 0xffff) + (sum >> 16);
        }

        return (ushort)~sum;
    }
}
