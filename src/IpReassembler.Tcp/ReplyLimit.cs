using IpReassembler.Packets;

namespace IpReassembler.Tcp;

/// <summary>How many segments without data may be answered just because they do not fit: challenge ACKs (RFC 5961 section 7) and their like.</summary>
/// <remarks>One for each connection. A limit that connections share would let one of them find out what others receive.</remarks>
internal struct ReplyLimit
{
    /// <summary>So many replies may be sent in <see cref="Interval"/>.</summary>
    public const int MaxReplies = 10;

    /// <summary>Five seconds, as RFC 5961 suggests.</summary>
    public static readonly Duration Interval = Duration.FromSeconds(5);

    private Timestamp _begin;
    private int _replies;

    /// <summary>Whether another reply may be sent, which is counted then.</summary>
    public bool Allows(Timestamp now)
    {
        if (_replies == 0 || now - _begin >= Interval)
        {
            (_begin, _replies) = (now, 0);
        }

        if (_replies == MaxReplies)
        {
            return false;
        }

        _replies++;
        return true;
    }
}
