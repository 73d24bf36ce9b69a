using System.Net;
using System.Net.Sockets;
using System.Text;
using IpReassembler.Packets;

namespace IpReassembler.Capture;

/// <summary>The TCP segments to one port of a loopback address, taken from under the kernel's TCP: a raw socket (raw(7)) and a guard that keeps the kernel quiet.</summary>
/// <remarks>
/// The kernel has joined fragments before packets come here. It writes the header checksum and the total length of what is sent, and
/// an identification of 0. Checksums of what comes are those of a loopback: left to hardware.
/// </remarks>
public sealed class RawTcpPort : IPacketPort
{
    private const string Loopback = "lo";
    private const int SOL_SOCKET = 1;
    private const int SO_BINDTODEVICE = 25;

    // A burst of a window's worth of segments has to find room.
    private const int BufferLength = 4 << 20;

    private readonly Socket _socket;
    private readonly Socket _guard;
    private readonly byte[] _packet = new byte[Ipv4Packet.MaxTotalLength];
    private readonly byte[] _address = new SocketAddress(AddressFamily.InterNetwork).Buffer.ToArray();

    private RawTcpPort(Socket socket, Socket guard, int mtu) => (_socket, _guard, Mtu) = (socket, guard, mtu);

    /// <inheritdoc/>
    public int Mtu { get; }

    /// <summary>Takes a port.</summary>
    /// <param name="address">An address of the loopback interface.</param>
    /// <param name="port">1 to 65,535.</param>
    /// <exception cref="CaptureDeviceException">It cannot be taken; the message says what helps.</exception>
    /// <exception cref="PlatformNotSupportedException">The system is not Linux.</exception>
    public static RawTcpPort Open(IpAddress address, int port)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, ushort.MaxValue);
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("Raw TCP segments are exchanged on Linux only.");
        }

        Socket? socket = null;
        try
        {
            var own = IPAddress.Parse(address.ToString());
            socket = new Socket(AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.Tcp);
            SocketFilter.Attach(socket, SocketFilter.DestinationPort(port));
            socket.SetRawSocketOption(SOL_SOCKET, SO_BINDTODEVICE, Encoding.UTF8.GetBytes(Loopback + "\0"));
            socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.HeaderIncluded, true);
            (socket.ReceiveBufferSize, socket.SendBufferSize) = (BufferLength, BufferLength);
            socket.Bind(new IPEndPoint(own, 0));
            var guard = PortGuard.Set(new IPEndPoint(own, port));
            return new RawTcpPort(socket, guard, Math.Min(InterfaceControl.ReadMtu(Loopback) ?? 0, Ipv4Packet.MaxTotalLength));
        }
        catch (SocketException refused)
        {
            socket?.Dispose();
            var what = $"cannot take port {port} of {address}";
            throw refused.SocketErrorCode switch
            {
                SocketError.AccessDenied => new CaptureDeviceException(
                    CaptureDeviceFault.NotPermitted, $"{what}: not permitted", PcapOpener.Permit(port < 1024 ? "cap_net_raw,cap_net_bind_service" : "cap_net_raw")),
                SocketError.AddressAlreadyInUse => new CaptureDeviceException(CaptureDeviceFault.Other, $"{what}: another program has it; ss -ltnp 'sport = {port}' says which"),
                _ => new CaptureDeviceException($"{what}: {refused.Message}", refused),
            };
        }
    }

    /// <inheritdoc/>
    public bool TryRead(out ReadOnlySpan<byte> packet)
    {
        var length = PacketDescriptor.Receive(_socket.SafeHandle, _packet);
        packet = _packet.AsSpan(0, Math.Max(length, 0));
        return length > 0;
    }

    /// <inheritdoc/>
    public bool TryWrite(ReadOnlySpan<byte> packet)
    {
        // struct sockaddr_in: family, port, address. The destination stands at byte 16 of an IPv4 header.
        packet.Slice(16, 4).CopyTo(_address.AsSpan(4));
        return PacketDescriptor.Send(_socket.SafeHandle, packet, _address);
    }

    /// <inheritdoc/>
    public void Wait(Duration timeout, bool orForRoom) => PacketDescriptor.Wait(_socket.SafeHandle, timeout, orForRoom);

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket.Dispose();
        _guard.Dispose();
    }
}
