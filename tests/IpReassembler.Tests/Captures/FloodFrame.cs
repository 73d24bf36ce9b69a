using IpReassembler.Packets;

namespace IpReassembler.Tests.Captures;

/// <summary>One Ethernet frame of <see cref="FloodTraffic"/>, and what is known about it.</summary>
internal readonly record struct FloodFrame
{
    /// <summary>The frame, good until the next is asked for.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }

    public Timestamp At { get; init; }

    /// <summary>Its place, counted from 1.</summary>
    public long Number { get; init; }

    /// <summary>Whether it belongs to an honest datagram.</summary>
    public bool IsHonest { get; init; }

    /// <summary>Which of the honest datagrams, or which of the flood's.</summary>
    public int Datagram { get; init; }

    /// <summary>Which piece of it, counted from 0.</summary>
    public int Piece { get; init; }

    /// <summary>Whether nothing follows this piece.</summary>
    public bool IsLast { get; init; }

    /// <summary>Who seems to have sent it: -1 is the honest sender.</summary>
    public int Source { get; init; }
}
