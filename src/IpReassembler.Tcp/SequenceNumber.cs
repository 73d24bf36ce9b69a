namespace IpReassembler.Tcp;

/// <summary>A place in a stream of bytes, counted modulo 2^32 (RFC 9293 section 3.4).</summary>
/// <remarks>"Before" and "after" mean something only for two numbers that are less than 2^31 apart, as all are that one window can hold.</remarks>
/// <param name="Value">As it stands in the header.</param>
public readonly record struct SequenceNumber(uint Value)
{
    /// <summary>The number <paramref name="count"/> bytes further on, or back where it is negative.</summary>
    public static SequenceNumber operator +(SequenceNumber start, int count) => new(unchecked(start.Value + (uint)count));

    /// <summary>The number <paramref name="count"/> bytes further back.</summary>
    public static SequenceNumber operator -(SequenceNumber start, int count) => new(unchecked(start.Value - (uint)count));

    /// <summary>How many bytes lie from <paramref name="earlier"/> to <paramref name="later"/>; negative when it is the other way round.</summary>
    public static int operator -(SequenceNumber later, SequenceNumber earlier) => unchecked((int)(later.Value - earlier.Value));

    /// <summary>Whether <paramref name="left"/> lies before <paramref name="right"/>.</summary>
    public static bool operator <(SequenceNumber left, SequenceNumber right) => left - right < 0;

    /// <summary>Whether <paramref name="left"/> lies after <paramref name="right"/>.</summary>
    public static bool operator >(SequenceNumber left, SequenceNumber right) => left - right > 0;

    /// <summary>Whether <paramref name="left"/> does not lie after <paramref name="right"/>.</summary>
    public static bool operator <=(SequenceNumber left, SequenceNumber right) => left - right <= 0;

    /// <summary>Whether <paramref name="left"/> does not lie before <paramref name="right"/>.</summary>
    public static bool operator >=(SequenceNumber left, SequenceNumber right) => left - right >= 0;

    /// <summary>The later of two.</summary>
    public static SequenceNumber Max(SequenceNumber left, SequenceNumber right) => left > right ? left : right;

    /// <summary>The earlier of two.</summary>
    public static SequenceNumber Min(SequenceNumber left, SequenceNumber right) => left < right ? left : right;
}
