using System.Net.Sockets;

namespace IpReassembler.Transfer;

/// <summary>The settings of a UDP socket that .NET knows for IPv4 only, or not at all. Numbers are those of Linux.</summary>
internal static class UdpSocketOptions
{
    private const int IpMtu = 14;
    private const int Ipv6MtuDiscover = 23;
    private const int Ipv6Mtu = 24;
    private const int Ipv6TrafficClass = 67;
    private const int PathMtuDiscoverDont = 0;
    private const int PathMtuDiscoverDo = 2;

    /// <summary>The headers of IP, without options, and UDP.</summary>
    public static int HeaderLength(Socket socket) => (socket.AddressFamily == AddressFamily.InterNetwork ? 20 : 40) + 8;

    /// <summary>Never fragment, or always send fragments where a datagram is too long.</summary>
    public static void SetDontFragment(Socket socket, bool isSet)
    {
        if (socket.AddressFamily == AddressFamily.InterNetwork)
        {
            socket.DontFragment = isSet; // IP_MTU_DISCOVER: DO, or DONT
        }
        else if (OperatingSystem.IsLinux())
        {
            Set(socket, Ipv6MtuDiscover, isSet ? PathMtuDiscoverDo : PathMtuDiscoverDont);
        }
    }

    /// <summary>The six upper bits of the byte that was called type of service (RFC 2474).</summary>
    public static void SetDscp(Socket socket, int dscp)
    {
        if (socket.AddressFamily == AddressFamily.InterNetwork)
        {
            socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.TypeOfService, dscp << 2);
        }
        else if (OperatingSystem.IsLinux())
        {
            Set(socket, Ipv6TrafficClass, dscp << 2);
        }
    }

    /// <summary>What the kernel knows of the path of a connected socket; null when it does not say.</summary>
    public static int? PathMtu(Socket socket)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var isV4 = socket.AddressFamily == AddressFamily.InterNetwork;
        Span<byte> value = stackalloc byte[4];
        socket.GetRawSocketOption((int)(isV4 ? SocketOptionLevel.IP : SocketOptionLevel.IPv6), isV4 ? IpMtu : Ipv6Mtu, value);
        return BitConverter.ToInt32(value);
    }

    private static void Set(Socket socket, int option, int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BitConverter.TryWriteBytes(bytes, value);
        socket.SetRawSocketOption((int)SocketOptionLevel.IPv6, option, bytes);
    }
}
