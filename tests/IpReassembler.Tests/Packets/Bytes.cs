using IpReassembler.Packets;

namespace IpReassembler.Tests.Packets;

/// <summary>Packets for tests, from hex digits or from the fields that matter.</summary>
internal static class Bytes
{
    public static readonly IpAddress Alice = IpAddress.Parse("192.0.2.1");
    public static readonly IpAddress Bob = IpAddress.Parse("198.51.100.2");

    /// <summary>Bytes from hex digits; spaces are for the reader.</summary>
    public static byte[] Hex(string digits) => Convert.FromHexString(digits.Replace(" ", ""));

    /// <summary>An IPv4 packet with a right checksum.</summary>
    public static byte[] Ipv4(Ipv4Header header, ReadOnlySpan<byte> payload)
    {
        var packet = new byte[header.Length + payload.Length];
        header.WriteTo(packet, payload.Length);
        payload.CopyTo(packet.AsSpan(header.Length));
        return packet;
    }

    /// <summary>An IPv6 packet.</summary>
    public static byte[] Ipv6(Ipv6Header header, ReadOnlySpan<byte> payload)
    {
        var packet = new byte[header.Length + payload.Length];
        header.WriteTo(packet, payload.Length);
        payload.CopyTo(packet.AsSpan(header.Length));
        return packet;
    }

    /// <summary>An IPv4 packet from Alice to Bob.</summary>
    public static byte[] Ipv4(ReadOnlySpan<byte> payload, byte protocol = 17) =>
        Ipv4(new Ipv4Header { Source = Alice, Destination = Bob, Protocol = protocol, Identification = 7 }, payload);

    /// <summary>0, 1, 2, ... 255, 0, 1, ...</summary>
    public static byte[] Counting(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)i)];

    /// <summary>Random bytes, the same for the same seed.</summary>
    public static byte[] Random(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
