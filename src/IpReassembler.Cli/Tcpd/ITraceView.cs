using IpReassembler.Packets;
using IpReassembler.Tcp;

namespace IpReassembler.Cli;

/// <summary>One way to show what happens on <c>tcpd</c>'s connections. Disposed without <see cref="Complete"/> it leaves nothing.</summary>
internal interface ITraceView : IDisposable
{
    /// <summary>A packet came or goes; what is noted next, until another one, is about it.</summary>
    void Show(ReadOnlySpan<byte> packet, Timestamp at, bool isLost);

    /// <summary>Something happened.</summary>
    /// <param name="happened">What.</param>
    /// <param name="isLost">Whether the segment that went out was lost on purpose.</param>
    void Note(in TraceEvent happened, bool isLost);

    /// <summary>Nothing comes any more.</summary>
    void Complete();
}
