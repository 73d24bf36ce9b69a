using System.ComponentModel;
using System.Runtime.InteropServices;
using IpReassembler.Packets;
using Microsoft.Win32.SafeHandles;

namespace IpReassembler.Capture;

/// <summary>A network interface of our own making (TUN): what the kernel sends out of it comes here, and what is written here it takes as received.</summary>
/// <remarks>The interface, its addresses and its route vanish with the file descriptor. Packets that are not IPv4 are passed over.</remarks>
public sealed partial class TunInterface : IPacketPort
{
    private const string DevicePath = "/dev/net/tun";

    // A train does not wait for more than so many packets to be read, should they never end.
    private const int LongestTrainStop = 64;

    private const int O_RDWR = 2;
    private const int O_NONBLOCK = 0x800;
    private const int O_CLOEXEC = 0x80000;
    private const int ENOENT = 2;
    private const int EPERM = 1;
    private const int EACCES = 13;
    private const int EBUSY = 16;
    private const int EBADFD = 77;

    private readonly SafeFileHandle _descriptor;
    private readonly byte[] _packet = new byte[SegmentTrain.PrefixLength + Ipv4Packet.MaxTotalLength];
    private readonly SegmentTrain _train = new();

    // How many packets were read since the train's first segment was written.
    private int _readSince;

    private TunInterface(SafeFileHandle descriptor, string name, int mtu) => (_descriptor, Name, Mtu) = (descriptor, name, mtu);

    /// <summary>What the kernel calls it.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public int Mtu { get; }

    /// <summary>Makes an interface in the calling thread's network namespace, and switches it on.</summary>
    /// <param name="name">Its name, at most 15 bytes.</param>
    /// <param name="kernel">The kernel's address on it.</param>
    /// <param name="other">The address at its other end, which is whatever this program makes of it.</param>
    /// <param name="mtu">The longest packet it takes: 68 to 65,535 bytes.</param>
    /// <exception cref="CaptureDeviceException">It cannot be made; the message says what helps.</exception>
    /// <exception cref="PlatformNotSupportedException">The system is not Linux.</exception>
    public static TunInterface Open(string name, IpAddress kernel, IpAddress other, int mtu)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("TUN interfaces are made on Linux only.");
        }

        var descriptor = open(DevicePath, O_RDWR | O_NONBLOCK | O_CLOEXEC);
        try
        {
            if (descriptor.IsInvalid || !Netdevice.TryPrepare(name, out var request))
            {
                throw Refused(name);
            }

            request.ifr_flags = Netdevice.IFF_TUN | Netdevice.IFF_NO_PI | Netdevice.IFF_VNET_HDR;
            if (!Netdevice.TryMakeTun(descriptor, ref request))
            {
                throw Refused(name);
            }

            InterfaceControl.SetMtu(name, mtu);
            InterfaceControl.SetAddresses(name, kernel, other);
            InterfaceControl.SwitchOn(name);
            return new TunInterface(descriptor, name, mtu);
        }
        catch
        {
            descriptor.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <remarks>Segments that were written leave when nothing more waits to be read, or when they have waited for many others.</remarks>
    /// <exception cref="CaptureDeviceException">The interface was removed.</exception>
    public bool TryRead(out ReadOnlySpan<byte> packet)
    {
        packet = Read();
        if (!_train.IsEmpty && (packet.IsEmpty || ++_readSince >= LongestTrainStop) && TryDepart() && packet.IsEmpty)
        {
            packet = Read();
        }

        return !packet.IsEmpty;
    }

    /// <inheritdoc/>
    /// <remarks>Segments that follow each other are kept until one comes that does not, and then handed to the kernel at once.</remarks>
    public bool TryWrite(ReadOnlySpan<byte> packet) => _train.TryAdd(packet) || (TryDepart() && _train.TryAdd(packet));

    /// <inheritdoc/>
    public void Wait(Duration timeout, bool orForRoom) => PacketDescriptor.Wait(_descriptor, timeout, !TryDepart() || orForRoom);

    /// <inheritdoc/>
    public void Dispose() => _descriptor.Dispose();

    // Packets that are not IPv4 are passed over. Offloads are off in this direction: the prefix says nothing.
    private ReadOnlySpan<byte> Read()
    {
        int length;
        do
        {
            length = PacketDescriptor.Read(_descriptor, _packet) - SegmentTrain.PrefixLength;
        }
        while (length > 0 && _packet[SegmentTrain.PrefixLength] >> 4 != (int)IpVersion.V4);

        if (length < 0 && Marshal.GetLastPInvokeError() == EBADFD)
        {
            // Waiting for it would end at once, again and again.
            throw new CaptureDeviceException(CaptureDeviceFault.NoSuchDevice, $"the interface {Name} is gone: somebody has removed it");
        }

        return _packet.AsSpan(SegmentTrain.PrefixLength, Math.Max(length, 0));
    }

    private bool TryDepart()
    {
        if (!_train.IsEmpty && PacketDescriptor.Write(_descriptor, _train.Finish()))
        {
            _train.Clear();
            _readSince = 0;
        }

        return _train.IsEmpty;
    }

    private static CaptureDeviceException Refused(string name) => Marshal.GetLastPInvokeError() switch
    {
        EPERM or EACCES => new(CaptureDeviceFault.NotPermitted, $"cannot make the interface {name}: not permitted", PcapOpener.Permit("cap_net_admin")),
        EBUSY => new(CaptureDeviceFault.Other, $"cannot make the interface {name}: another program has made it, and it is there until that ends"),
        ENOENT => new(CaptureDeviceFault.Other, $"cannot make the interface {name}: this system has no {DevicePath}"),
        var error => new(CaptureDeviceFault.Other, $"cannot make the interface {name}: {new Win32Exception(error).Message}"),
    };

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle open(string path, int flags);
}
