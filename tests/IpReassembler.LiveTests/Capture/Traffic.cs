using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using IpReassembler.LiveTests.Network;
using IpReassembler.Packets;

namespace IpReassembler.LiveTests.Capture;

/// <summary>What the tests send over a cable.</summary>
internal static class Traffic
{
    public const int Port = 5300;

    /// <summary>Sends UDP datagrams to an address and waits until the kernel there has delivered each to a socket.</summary>
    /// <returns>What the socket got.</returns>
    public static byte[] ExchangeUdp(NetworkNamespace from, NetworkNamespace to, string address, byte[] payload, int port = Port)
    {
        using var receiver = to.Invoke(() => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 30_000 });
        receiver.Bind(new IPEndPoint(IPAddress.Any, port));
        using var sender = from.Invoke(() => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
        sender.SendTo(payload, new IPEndPoint(IPAddress.Parse(address), port));
        var buffer = new byte[65_536];
        return buffer[..receiver.Receive(buffer)];
    }

    /// <summary>An Ethernet frame with the first fragment of a UDP datagram that never gets another.</summary>
    public static byte[] FirstFragment(ushort identification, ushort port = Port)
    {
        var frame = new byte[14 + 20 + 512];
        frame.AsSpan(0, 6).Fill(0xFF);
        frame[6] = 2;
        frame[12] = 8;
        var header = new Ipv4Header
        {
            Source = IpAddress.Parse(Cable.NearAddress),
            Destination = IpAddress.Parse(Cable.FarAddress),
            Identification = identification,
            Protocol = 17,
            MoreFragments = true,
            TimeToLive = 64,
        };
        header.WriteTo(frame.AsSpan(14), 512);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(34), port);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(36), port);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(38), 8000);
        return frame;
    }
}
