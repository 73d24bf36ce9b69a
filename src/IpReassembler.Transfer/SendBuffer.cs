using System.Buffers.Binary;
using System.Net.Sockets;

namespace IpReassembler.Transfer;

/// <summary>Asks the system whether everything that was sent has been acknowledged. Linux and macOS tell; Windows does not.</summary>
public static class SendBuffer
{
    // Linux, struct tcp_info of <linux/tcp.h>: getsockopt(IPPROTO_TCP, TCP_INFO). tcpi_notsent_bytes is there since 4.6.
    private const int TcpLevel = 6;
    private const int TcpInfo = 11;
    private const int UnackedSegments = 24;
    private const int NotSentBytes = 144;

    // macOS, <sys/socket.h>: getsockopt(SOL_SOCKET, SO_NWRITE), bytes in the send buffer.
    private const int MacSocketLevel = 0xffff;
    private const int MacBytesToWrite = 0x1024;

    /// <summary>Whether this system can be asked.</summary>
    public static bool CanTell { get; } = OperatingSystem.IsLinux() || OperatingSystem.IsMacOS();

    /// <summary>Whether nothing waits to be sent or acknowledged.</summary>
    /// <exception cref="PlatformNotSupportedException">Where <see cref="CanTell"/> is false.</exception>
    internal static bool IsEmpty(Socket socket)
    {
        if (OperatingSystem.IsLinux())
        {
            Span<byte> info = stackalloc byte[NotSentBytes + 4];
            socket.GetRawSocketOption(TcpLevel, TcpInfo, info);
            return NumberAt(info, UnackedSegments) == 0 && NumberAt(info, NotSentBytes) == 0;
        }

        if (OperatingSystem.IsMacOS())
        {
            Span<byte> bytes = stackalloc byte[4];
            socket.GetRawSocketOption(MacSocketLevel, MacBytesToWrite, bytes);
            return NumberAt(bytes, 0) == 0;
        }

        throw new PlatformNotSupportedException("This system does not tell whether what was sent has been acknowledged.");
    }

    // Both systems write the number in the machine's own order.
    private static uint NumberAt(ReadOnlySpan<byte> bytes, int offset) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]) : BinaryPrimitives.ReadUInt32BigEndian(bytes[offset..]);
}
