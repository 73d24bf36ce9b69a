using System.Runtime.InteropServices;

namespace IpReassembler.Capture;

/// <summary>Waits until one of several file descriptors has something to read: poll(2).</summary>
internal sealed unsafe partial class PollSet
{
    private const short POLLIN = 1;

    private readonly struct_pollfd[] _polled;

    private PollSet(struct_pollfd[] polled) => _polled = polled;

    /// <summary>A set of these; null where one of them is none and so cannot be waited for.</summary>
    public static PollSet? TryCreate(IReadOnlyList<int> descriptors) => descriptors.Any(one => one < 0)
        ? null
        : new PollSet([.. descriptors.Select(one => new struct_pollfd { fd = one, events = POLLIN })]);

    /// <summary>Waits.</summary>
    /// <returns>Whether there is something to read, or to be told: an error, a signal.</returns>
    public bool Wait(int milliseconds)
    {
        fixed (struct_pollfd* polled = _polled)
        {
            return poll(polled, (nuint)_polled.Length, milliseconds) != 0;
        }
    }

    [LibraryImport("libc")]
    private static partial int poll(struct_pollfd* descriptors, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct struct_pollfd
    {
        public int fd;
        public short events;
        public short revents;
    }
}
