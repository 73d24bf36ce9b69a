using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace IpReassembler.Capture;

/// <summary>What linux/sockios.h, net/if.h, linux/if_tun.h, linux/virtio_net.h and linux/ethtool.h say of interfaces; a live test holds it to the installed headers.</summary>
internal static unsafe partial class Netdevice
{
    public const int SIOCGIFFLAGS = 0x8913;
    public const int SIOCSIFFLAGS = 0x8914;
    public const int SIOCGIFMTU = 0x8921;
    public const int SIOCSIFMTU = 0x8922;
    public const int SIOCETHTOOL = 0x8946;
    public const int SIOCSIFADDR = 0x8916;
    public const int SIOCSIFDSTADDR = 0x8918;
    public const int IFNAMSIZ = 16;
    public const int IFF_UP = 1;

    public const int TUNSETIFF = 0x400454ca;
    public const int IFF_TUN = 1;
    public const int IFF_NO_PI = 0x1000;
    public const int IFF_VNET_HDR = 0x4000;
    public const int VIRTIO_NET_HDR_F_NEEDS_CSUM = 1;
    public const int VIRTIO_NET_HDR_GSO_TCPV4 = 1;

    public const int ETHTOOL_GRXCSUM = 0x14;
    public const int ETHTOOL_GTXCSUM = 0x16;
    public const int ETHTOOL_GTSO = 0x1e;
    public const int ETHTOOL_GGSO = 0x23;
    public const int ETHTOOL_GFLAGS = 0x25;
    public const int ETHTOOL_GGRO = 0x2b;
    public const int ETH_FLAG_LRO = 1 << 15;

    /// <summary>A request for the interface of this name; <see langword="false"/> when no interface can have such a name.</summary>
    public static bool TryPrepare(string name, out struct_ifreq request)
    {
        request = default;
        fixed (byte* bytes = request.ifr_name)
        {
            // A zero stands behind the name.
            return Encoding.UTF8.TryGetBytes(name, new Span<byte>(bytes, IFNAMSIZ - 1), out _);
        }
    }

    /// <summary>Asks the kernel.</summary>
    /// <returns>Whether it answered; otherwise the error is the last one of the platform calls.</returns>
    public static bool TryAsk(int what, ref struct_ifreq request)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        fixed (struct_ifreq* argument = &request)
        {
            return ioctl(socket.SafeHandle, (nuint)what, argument) == 0;
        }
    }

    /// <summary>Makes the interface of a descriptor of <c>/dev/net/tun</c>.</summary>
    /// <returns>Whether the kernel did; otherwise the error is the last one of the platform calls.</returns>
    public static bool TryMakeTun(SafeFileHandle descriptor, ref struct_ifreq request)
    {
        fixed (struct_ifreq* argument = &request)
        {
            return ioctl(descriptor, TUNSETIFF, argument) == 0;
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int ioctl(SafeFileHandle descriptor, nuint request, struct_ifreq* argument);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int ioctl(SafeSocketHandle descriptor, nuint request, struct_ifreq* argument);

    /// <summary>A question about an interface: its name, then a union.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 40)]
    public struct struct_ifreq
    {
        [FieldOffset(0)]
        public fixed byte ifr_name[IFNAMSIZ];

        [FieldOffset(IFNAMSIZ)]
        public int ifr_mtu;

        [FieldOffset(IFNAMSIZ)]
        public short ifr_flags;

        [FieldOffset(IFNAMSIZ)]
        public fixed byte ifr_addr[16];

        [FieldOffset(IFNAMSIZ)]
        public void* ifr_data;
    }

    /// <summary>What <see cref="struct_ifreq.ifr_data"/> of <see cref="SIOCETHTOOL"/> points to, for a question that has a number for its answer.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ethtool_value
    {
        public uint cmd;
        public uint data;
    }

    /// <summary>What stands in front of every packet of an interface with <see cref="IFF_VNET_HDR"/>. Numbers are as the machine has them.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct virtio_net_hdr
    {
        public byte flags;
        public byte gso_type;
        public ushort hdr_len;
        public ushort gso_size;
        public ushort csum_start;
        public ushort csum_offset;
    }
}
