using System.Runtime.CompilerServices;
using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>What is remembered of one fragment of a datagram. One costs 32 bytes.</summary>
public record struct JournalEntry
{
    private int _start;
    private int _end;

    // In units of four bytes, as IPv4 counts it: with a byte for it an entry has 32.
    private byte _headerWords;

    /// <summary>The frame it came in, from 1.</summary>
    public long Frame { get; internal set; }

    /// <summary>When that frame was captured.</summary>
    public Timestamp Timestamp { get; internal set; }

    /// <summary>The bytes it claims, as its header says: the end may lie beyond 65,535.</summary>
    public ByteRange Range
    {
        readonly get => new(_start, _end);
        internal set => (_start, _end) = (value.Start, value.End);
    }

    /// <summary>What is strange about it.</summary>
    public Anomaly Anomalies { get; internal set; }

    /// <summary>What the chosen policy did with it when it came.</summary>
    public FragmentFate Fate { get; internal set; }

    /// <summary>Whether its header says that more pieces follow.</summary>
    public bool MoreFragments { get; internal set; }

    /// <summary>Its time to live.</summary>
    public byte TimeToLive { get; internal set; }

    /// <summary>The length of the packet it came in, IP header included, as that says; of an IPv6 chain of headers at most 1,020 bytes are counted.</summary>
    public readonly int PacketLength
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Range.Length + HeaderLength;
    }

    /// <summary>The length of its header in bytes: a multiple of four, at most 1,020.</summary>
    internal int HeaderLength
    {
        readonly get => _headerWords * 4;
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => _headerWords = (byte)Math.Min(value / 4, byte.MaxValue);
    }

    // Field by field: a copy of the whole would load more than was just stored at once, and wait.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly void CopyTo(ref JournalEntry other)
    {
        other._start = _start;
        other._end = _end;
        other.Frame = Frame;
        other.Timestamp = Timestamp;
        other.Anomalies = Anomalies;
        other.Fate = Fate;
        other.MoreFragments = MoreFragments;
        other.TimeToLive = TimeToLive;
        other._headerWords = _headerWords;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Describe(scoped in IpFragment fragment, Anomaly anomalies)
    {
        var length = fragment.PayloadLength;
        _start = fragment.Offset.Bytes;
        _end = _start + length;
        HeaderLength = fragment.PacketLength - length;
        Frame = fragment.FrameNumber;
        Timestamp = fragment.Timestamp;
        Anomalies = anomalies;
        Fate = FragmentFate.Refused;
        MoreFragments = fragment.MoreFragments;
        TimeToLive = fragment.TimeToLive;
    }
}
