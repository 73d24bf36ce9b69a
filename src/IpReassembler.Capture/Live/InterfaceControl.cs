using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace IpReassembler.Capture;

/// <summary>Reads and sets what Linux keeps of an interface: netdevice(7). Interfaces are those of the process' own network namespace.</summary>
public static unsafe partial class InterfaceControl
{
    private const int SIOCGIFFLAGS = 0x8913;
    private const int SIOCSIFFLAGS = 0x8914;
    private const int SIOCGIFMTU = 0x8921;
    private const int SIOCSIFMTU = 0x8922;
    private const int IFF_UP = 1;

    // struct ifreq: the name with a zero behind it, then a union.
    private const int IFNAMSIZ = 16;
    private const int RequestLength = 40;

    /// <summary>The longest packet it takes, in bytes behind the link-layer header; null where there is no such interface, or it has none.</summary>
    public static int? ReadMtu(string name)
    {
        var request = new byte[RequestLength];
        return TryPutName(name, request) && TryAsk(SIOCGIFMTU, request) ? BitConverter.ToInt32(Union(request)) : null;
    }

    /// <summary>Sets the longest packet it takes.</summary>
    /// <exception cref="CaptureDeviceException">The kernel refuses.</exception>
    public static void SetMtu(string name, int mtu)
    {
        var request = Request(name);
        BitConverter.TryWriteBytes(Union(request), mtu);
        Ask(SIOCSIFMTU, request, $"cannot set the MTU of {name} to {mtu}");
    }

    /// <summary>Whether it is switched on.</summary>
    /// <exception cref="CaptureDeviceException">There is no such interface.</exception>
    public static bool IsUp(string name) => (ReadFlags(name) & IFF_UP) != 0;

    /// <summary>Switches it on.</summary>
    /// <exception cref="CaptureDeviceException">The kernel refuses.</exception>
    public static void SwitchOn(string name)
    {
        var request = Request(name);
        BitConverter.TryWriteBytes(Union(request), (short)(ReadFlags(name) | IFF_UP));
        Ask(SIOCSIFFLAGS, request, $"cannot switch {name} on");
    }

    private static short ReadFlags(string name)
    {
        var request = Request(name);
        Ask(SIOCGIFFLAGS, request, $"cannot look at {name}");
        return BitConverter.ToInt16(Union(request));
    }

    private static Span<byte> Union(byte[] request) => request.AsSpan(IFNAMSIZ);

    private static byte[] Request(string name)
    {
        var request = new byte[RequestLength];
        return TryPutName(name, request) ? request : throw new CaptureDeviceException(CaptureDeviceFault.NoSuchDevice, $"there is no interface {name}");
    }

    private static bool TryPutName(string name, byte[] request) => Encoding.UTF8.TryGetBytes(name, request.AsSpan(0, IFNAMSIZ - 1), out _);

    private static void Ask(int what, byte[] request, string purpose)
    {
        if (!TryAsk(what, request))
        {
            var reason = new Win32Exception(Marshal.GetLastPInvokeError()).Message;
            throw new CaptureDeviceException(CaptureDeviceFault.Other, $"{purpose}: {reason}");
        }
    }

    private static bool TryAsk(int what, byte[] request)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        fixed (byte* bytes = request)
        {
            return ioctl(socket.SafeHandle, (nuint)what, bytes) == 0;
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int ioctl(SafeSocketHandle descriptor, nuint request, byte* argument);
}
