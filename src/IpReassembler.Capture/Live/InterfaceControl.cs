using System.ComponentModel;
using System.Runtime.InteropServices;

namespace IpReassembler.Capture;

/// <summary>Reads and sets what Linux keeps of an interface: netdevice(7). Interfaces are those of the process' own network namespace.</summary>
public static unsafe class InterfaceControl
{
    // LRO came when the single questions had gone out of fashion: it has a bit among the answers to one.
    private static readonly (InterfaceOffloads Offload, int Question, uint Bits)[] Questions =
    [
        (InterfaceOffloads.GenericReceive, Netdevice.ETHTOOL_GGRO, uint.MaxValue),
        (InterfaceOffloads.LargeReceive, Netdevice.ETHTOOL_GFLAGS, Netdevice.ETH_FLAG_LRO),
        (InterfaceOffloads.GenericSegmentation, Netdevice.ETHTOOL_GGSO, uint.MaxValue),
        (InterfaceOffloads.TcpSegmentation, Netdevice.ETHTOOL_GTSO, uint.MaxValue),
        (InterfaceOffloads.ReceiveChecksum, Netdevice.ETHTOOL_GRXCSUM, uint.MaxValue),
        (InterfaceOffloads.TransmitChecksum, Netdevice.ETHTOOL_GTXCSUM, uint.MaxValue),
    ];

    /// <summary>The longest packet it takes, in bytes behind the link-layer header; null where there is no such interface, or it has none.</summary>
    public static int? ReadMtu(string name) =>
        Netdevice.TryPrepare(name, out var request) && Netdevice.TryAsk(Netdevice.SIOCGIFMTU, ref request) ? request.ifr_mtu : null;

    /// <summary>Sets the longest packet it takes.</summary>
    /// <exception cref="CaptureDeviceException">The kernel refuses.</exception>
    public static void SetMtu(string name, int mtu)
    {
        var request = Prepare(name);
        request.ifr_mtu = mtu;
        Ask(Netdevice.SIOCSIFMTU, ref request, $"cannot set the MTU of {name} to {mtu}");
    }

    /// <summary>Whether it is switched on.</summary>
    /// <exception cref="CaptureDeviceException">There is no such interface.</exception>
    public static bool IsUp(string name) => (ReadFlags(name) & Netdevice.IFF_UP) != 0;

    /// <summary>Switches it on.</summary>
    /// <exception cref="CaptureDeviceException">The kernel refuses.</exception>
    public static void SwitchOn(string name)
    {
        var request = Prepare(name);
        request.ifr_flags = (short)(ReadFlags(name) | Netdevice.IFF_UP);
        Ask(Netdevice.SIOCSIFFLAGS, ref request, $"cannot switch {name} on");
    }

    /// <summary>The offloads that are on. One that the interface knows nothing of is not, and so has one that is not there none. Needs no permission.</summary>
    public static InterfaceOffloads ReadOffloads(string name)
    {
        var on = InterfaceOffloads.None;
        foreach (var (offload, question, bits) in Questions)
        {
            var value = new Netdevice.ethtool_value { cmd = (uint)question };
            if (Netdevice.TryPrepare(name, out var request))
            {
                request.ifr_data = &value;
                on |= Netdevice.TryAsk(Netdevice.SIOCETHTOOL, ref request) && (value.data & bits) != 0 ? offload : InterfaceOffloads.None;
            }
        }

        return on;
    }

    private static short ReadFlags(string name)
    {
        var request = Prepare(name);
        Ask(Netdevice.SIOCGIFFLAGS, ref request, $"cannot look at {name}");
        return request.ifr_flags;
    }

    private static Netdevice.struct_ifreq Prepare(string name) =>
        Netdevice.TryPrepare(name, out var request) ? request : throw new CaptureDeviceException(CaptureDeviceFault.NoSuchDevice, $"there is no interface {name}");

    private static void Ask(int what, ref Netdevice.struct_ifreq request, string purpose)
    {
        if (!Netdevice.TryAsk(what, ref request))
        {
            var reason = new Win32Exception(Marshal.GetLastPInvokeError()).Message;
            throw new CaptureDeviceException(CaptureDeviceFault.Other, $"{purpose}: {reason}");
        }
    }
}
