using System.Net;
using System.Net.Sockets;

namespace IpReassembler.Capture;

/// <summary>Keeps the kernel's TCP from answering on a port that another TCP serves.</summary>
/// <remarks>
/// It is a listening socket of the kernel's to which nothing gets through: without one the kernel answers every segment with RST. It also keeps others
/// from using the port, and is gone with the process. It must be IPv4 only: a client that tries <c>::1</c> first has to be refused there, not left waiting.
/// </remarks>
internal static class PortGuard
{
    private const int IPPROTO_IP = 0;
    private const int IP_MINTTL = 21;

    /// <summary>Sets a guard.</summary>
    /// <exception cref="SocketException">The port is taken, or not permitted.</exception>
    public static Socket Set(IPEndPoint where)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(where);
            Deafen(socket);
            socket.Listen(1);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void Deafen(Socket socket)
    {
        try
        {
            SocketFilter.Attach(socket, SocketFilter.Nothing);
        }
        catch (SocketException)
        {
            // A filter on a TCP socket needs CAP_NET_ADMIN on some kernels. A least TTL does not, and none that comes has 255: clients send 64 or 128.
            socket.SetRawSocketOption(IPPROTO_IP, IP_MINTTL, BitConverter.GetBytes(255));
        }
    }
}
