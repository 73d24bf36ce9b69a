using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace IpReassembler.LiveTests.Network;

/// <summary>An interface as packet(7) addresses it: <c>struct sockaddr_ll</c>.</summary>
internal sealed class LinkLayerEndPoint(uint interfaceIndex, ushort etherType) : EndPoint
{
    private const int Length = 20;
    private const int ProtocolOffset = 2;
    private const int InterfaceOffset = 4;

    public override AddressFamily AddressFamily => AddressFamily.Packet;

    public override SocketAddress Serialize()
    {
        var address = new SocketAddress(AddressFamily, Length);
        var bytes = address.Buffer.Span;
        BinaryPrimitives.WriteUInt16BigEndian(bytes[ProtocolOffset..], etherType);
        BitConverter.TryWriteBytes(bytes[InterfaceOffset..], interfaceIndex);
        return address;
    }
}
