using System.Runtime.InteropServices;
using IpReassembler.Packets;

namespace IpReassembler.Capture;

/// <summary>System calls on a descriptor of which each read and write is one packet: read(2), write(2), recv(2), sendto(2), ppoll(2).</summary>
internal static unsafe partial class PacketDescriptor
{
    private const int MSG_DONTWAIT = 0x40;
    private const int EINTR = 4;
    private const int EAGAIN = 11;
    private const int ENOBUFS = 105;
    private const short POLLIN = 1;
    private const short POLLOUT = 4;

    /// <summary>Reads a packet; -1 when there is none.</summary>
    public static int Read(SafeHandle descriptor, Span<byte> packet)
    {
        fixed (byte* bytes = packet)
        {
            return (int)read(descriptor, bytes, (nuint)packet.Length);
        }
    }

    /// <summary>Writes a packet.</summary>
    /// <returns>Whether it is gone, to where it should or for good; false when there is no room now.</returns>
    public static bool Write(SafeHandle descriptor, ReadOnlySpan<byte> packet)
    {
        fixed (byte* bytes = packet)
        {
            return write(descriptor, bytes, (nuint)packet.Length) >= 0 || !IsForLater(Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Takes a packet from a socket; -1 when there is none.</summary>
    public static int Receive(SafeHandle socket, Span<byte> packet)
    {
        fixed (byte* bytes = packet)
        {
            return (int)recv(socket, bytes, (nuint)packet.Length, MSG_DONTWAIT);
        }
    }

    /// <summary>Sends a packet through a socket, to an address as the kernel writes it.</summary>
    /// <returns>Whether it is gone, to where it should or for good; false when there is no room now.</returns>
    public static bool Send(SafeHandle socket, ReadOnlySpan<byte> packet, ReadOnlySpan<byte> address)
    {
        fixed (byte* bytes = packet, to = address)
        {
            return sendto(socket, bytes, (nuint)packet.Length, MSG_DONTWAIT, to, address.Length) >= 0 || !IsForLater(Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Waits until there is something to read, or room if that is asked for, or a signal, or the time is over.</summary>
    public static void Wait(SafeHandle descriptor, Duration timeout, bool orForRoom)
    {
        var polled = new struct_pollfd { fd = (int)descriptor.DangerousGetHandle(), events = orForRoom ? (short)(POLLIN | POLLOUT) : POLLIN };
        var (seconds, nanoseconds) = Math.DivRem(timeout.Nanoseconds, 1_000_000_000);
        var time = new struct_timespec { tv_sec = (nint)seconds, tv_nsec = (nint)nanoseconds };
        // Whatever ended it, the caller looks for itself.
        _ = ppoll(&polled, 1, &time, null);
    }

    // Interrupted counts as no room: who is told so waits, and waiting says at once that there is room.
    private static bool IsForLater(int error) => error is EAGAIN or ENOBUFS or EINTR;

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint read(SafeHandle descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint write(SafeHandle descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint recv(SafeHandle socket, byte* buffer, nuint count, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint sendto(SafeHandle socket, byte* buffer, nuint count, int flags, byte* address, int addressLength);

    [LibraryImport("libc")]
    private static partial int ppoll(struct_pollfd* descriptors, nuint count, struct_timespec* timeout, void* signals);

    [StructLayout(LayoutKind.Sequential)]
    private struct struct_pollfd
    {
        public int fd;
        public short events;
        public short revents;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct struct_timespec
    {
        public nint tv_sec;
        public nint tv_nsec;
    }
}
