using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace IpReassembler.LiveTests.Network;

/// <summary>Puts Ethernet frames on an interface exactly as they are: the kernel fills in nothing (packet(7)).</summary>
/// <remarks>It receives nothing. To be made inside the namespace of its interface.</remarks>
internal sealed class PacketSocket : IDisposable
{
    // Protocol 0: no frame that arrives is for this socket.
    private const ushort NoEtherType = 0;

    private readonly Socket _socket = new(AddressFamily.Packet, SocketType.Raw, NoEtherType);

    public PacketSocket(string interfaceName)
    {
        var index = Libc.InterfaceIndex(interfaceName);
        if (index == 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        _socket.Bind(new LinkLayerEndPoint(index, NoEtherType));
    }

    /// <summary>Sends one frame, from its destination address on, without the check sequence.</summary>
    public void Send(ReadOnlySpan<byte> frame) => _socket.Send(frame);

    public void Dispose() => _socket.Dispose();
}
