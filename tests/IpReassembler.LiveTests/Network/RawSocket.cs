using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace IpReassembler.LiveTests.Network;

/// <summary>
/// Listens to the packets of one protocol, as they are once the kernel has put fragments together: of IPv4 header and payload (raw(7)), of
/// IPv6 the payload alone (RFC 3542 section 3).
/// </summary>
internal static class RawSocket
{
    /// <summary>Opens one, in the namespace of the calling thread.</summary>
    /// <param name="protocol">Any number. .NET's own way to make a socket refuses those it has no name for.</param>
    /// <param name="room">How many bytes may wait to be received, bookkeeping included.</param>
    /// <param name="family">AF_INET or AF_INET6.</param>
    public static Socket Listen(int protocol, int room, int family = Libc.AF_INET)
    {
        var descriptor = Libc.CreateSocket(family, Libc.SOCK_RAW | Libc.SOCK_CLOEXEC, protocol);
        if (descriptor < 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        // SO_RCVBUFFORCE of socket(7), which net.core.rmem_max does not limit.
        const int SolSocket = 1;
        const int ReceiveBufferForce = 33;
        var socket = new Socket(new SafeSocketHandle(descriptor, ownsHandle: true));
        socket.SetRawSocketOption(SolSocket, ReceiveBufferForce, BitConverter.GetBytes(room));
        return socket;
    }
}
