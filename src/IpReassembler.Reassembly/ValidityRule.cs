using System.Runtime.CompilerServices;

namespace IpReassembler.Reassembly;

/// <summary>Whether a fragment is acceptable at all, before any policy asks who wins shared bytes.</summary>
/// <remarks>The rules every system but today's Linux keeps, more or less: a fragment that breaks one is refused, and the rest stays.</remarks>
internal struct ValidityRule
{
    private int _highestEnd;

    /// <summary>The end of the datagram, from the first acceptable fragment without "more fragments".</summary>
    public int? End { get; private set; }

    /// <summary>What is wrong with a fragment by itself: with its length, its alignment, its place.</summary>
    /// <param name="range">The bytes it claims.</param>
    /// <param name="more">Whether it says that more follow.</param>
    /// <param name="headerLength">What of the header counts: with it the data fits into 65,535 bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Anomaly OfItself(ByteRange range, bool more, int headerLength)
    {
        var wrong = Anomaly.None;
        if (range.Length == 0)
        {
            wrong |= Anomaly.ZeroLength;
        }

        if (more && range.Length % 8 != 0)
        {
            wrong |= Anomaly.Unaligned;
        }

        if (headerLength + range.End > ushort.MaxValue)
        {
            wrong |= Anomaly.TooLong;
        }

        return wrong;
    }

    /// <summary>What is wrong with a fragment beside those accepted before it: the end it names, or passes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Anomaly BesideOthers(ByteRange range, bool more)
    {
        if (more)
        {
            return range.End > End ? Anomaly.BeyondEnd : Anomaly.None;
        }

        return End is { } end
            ? range.End == end ? Anomaly.None : Anomaly.ConflictingEnd
            : range.End < _highestEnd ? Anomaly.ConflictingEnd : Anomaly.None;
    }

    /// <summary>Remembers a fragment that was accepted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Accepted(ByteRange range, bool more)
    {
        _highestEnd = Math.Max(_highestEnd, range.End);
        End ??= more ? null : range.End;
    }
}
