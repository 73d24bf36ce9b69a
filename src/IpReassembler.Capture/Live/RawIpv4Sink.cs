using System.Buffers.Binary;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;
using IpReassembler.Packets;

namespace IpReassembler.Capture;

/// <summary>Hands the IPv4 packets of frames to the kernel, which sends each to its destination address (raw(7)).</summary>
/// <remarks>
/// This is what reaches the sockets of this machine on a loopback interface. The kernel makes the link-layer header, and rewrites three
/// fields of the packet: the header checksum, the total length, and an identification of 0. It does not cut packets that it is given so.
/// </remarks>
public sealed class RawIpv4Sink : IFrameSink
{
    private const int IPPROTO_RAW = 255;
    private const int SOL_SOCKET = 1;
    private const int SO_BINDTODEVICE = 25;

    private readonly Socket _socket;
    private readonly string _name;
    private readonly SocketAddress _address = new(AddressFamily.InterNetwork);

    private RawIpv4Sink(Socket socket, string name) => (_socket, _name) = (socket, name);

    /// <summary>Opens a raw socket that sends out of one interface only.</summary>
    /// <exception cref="CaptureDeviceException">It cannot be opened; the message says what helps.</exception>
    /// <exception cref="PlatformNotSupportedException">The system is not Linux.</exception>
    public static RawIpv4Sink Open(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("Raw IPv4 packets are sent on Linux only.");
        }

        Socket? socket = null;
        try
        {
            socket = new Socket(AddressFamily.InterNetwork, SocketType.Raw, (ProtocolType)IPPROTO_RAW) { EnableBroadcast = false };
            socket.SetRawSocketOption(SOL_SOCKET, SO_BINDTODEVICE, Encoding.UTF8.GetBytes(name + "\0"));
            return new RawIpv4Sink(socket, name);
        }
        catch (SocketException refused)
        {
            socket?.Dispose();
            throw refused.SocketErrorCode switch
            {
                SocketError.AccessDenied => new CaptureDeviceException(
                    CaptureDeviceFault.NotPermitted, $"cannot send on {name}: not permitted", PcapOpener.Permit()),
                // What .NET has no name for, as ENODEV, does not come through: the interfaces are asked.
                _ when NetworkInterface.GetAllNetworkInterfaces().All(one => one.Name != name) => new CaptureDeviceException(
                    CaptureDeviceFault.NoSuchDevice, $"cannot send on {name}: there is no such interface"),
                _ => new CaptureDeviceException($"cannot send on {name}: {refused.Message}", refused),
            };
        }
    }

    /// <summary>Sends the IPv4 packet that the frame carries.</summary>
    /// <exception cref="InvalidOperationException">The frame carries none.</exception>
    /// <exception cref="CaptureDeviceException">The system did not take it: it is too long, there is no route, the interface is gone.</exception>
    public void Write(in CapturedFrame frame, string? comment = null)
    {
        if (!LinkLayer.TryGetIp(frame, out var packet, out _) || packet.Version != IpVersion.V4 || !Ipv4Packet.TryParse(packet.Bytes, out var ip, out _))
        {
            throw new InvalidOperationException($"Frame {frame.Number} carries no IPv4 packet, and only such can be sent so.");
        }

        // A frame may be padded behind the packet.
        var bytes = packet.Bytes[..Math.Min(packet.Bytes.Length, ip.HeaderLength + ip.PayloadLength)];
        try
        {
            _socket.SendTo(bytes, SocketFlags.None, AddressOf(ip.Destination));
        }
        catch (SocketException refused)
        {
            throw new CaptureDeviceException($"{_name} did not take frame {frame.Number} of {bytes.Length} bytes for {ip.Destination}: {refused.Message}", refused);
        }
    }

    /// <inheritdoc/>
    public void Complete()
    {
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    // struct sockaddr_in: family, port, address.
    private SocketAddress AddressOf(IpAddress address)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_address.Buffer.Span[4..], (uint)address.Low);
        return _address;
    }
}
