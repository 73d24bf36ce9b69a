using IpReassembler.Packets;

namespace IpReassembler.Tcp;

/// <summary>Asks after the end of a flight of which nothing is heard, long before the retransmission timer does (TLP, RFC 8985 section 7).</summary>
/// <remarks>
/// Nothing comes behind the last segment that would tell of its loss. The probe does: a segment that is new, or the last one once more. What
/// comes back acknowledges everything, or is a selective acknowledgment from which <see cref="RackDetection"/> knows what is lost.
/// </remarks>
internal sealed class TailLossProbe
{
    // Section 7.2: the longest that a receiver is thought to delay an acknowledgment.
    private static readonly Duration LongestDelay = Duration.FromMilliseconds(200);

    // Our timers' grain: RFC 6298's G.
    private static readonly Duration Grain = Duration.FromMilliseconds(1);

    // TLP.end_seq and TLP.is_retrans: up to where things went when the probe did.
    private SequenceNumber? _end;
    private bool _isAgain;

    /// <summary>Whether a probe is on its way. There is one at a time.</summary>
    public bool IsOutstanding => _end is not null;

    /// <summary>How long nothing may be heard before a probe goes out (section 7.2).</summary>
    /// <param name="smoothed">The smoothed round trip; zero when none was measured.</param>
    /// <param name="isSingle">Whether only one segment is on its way: its acknowledgment may be delayed.</param>
    public static Duration Delay(Duration smoothed, bool isSingle) =>
        smoothed == Duration.Zero ? Duration.FromSeconds(1)
        : new Duration((2 * smoothed.Nanoseconds) + (isSingle ? LongestDelay : Grain).Nanoseconds);

    /// <summary>The probe goes out (section 7.3).</summary>
    /// <param name="next">SND.NXT with it.</param>
    /// <param name="isAgain">Whether it repeats what was sent.</param>
    public void Sent(SequenceNumber next, bool isAgain) => (_end, _isAgain) = (next, isAgain);

    /// <summary>Other means take over.</summary>
    public void Forget() => _end = null;

    /// <summary>An acknowledgment has come (section 7.4.2).</summary>
    /// <param name="acknowledgment">SEG.ACK.</param>
    /// <param name="duplicate">What it reports to have come twice.</param>
    /// <param name="isPlainRepeat">Whether it says nothing but what the one before said.</param>
    /// <returns>Whether the probe has repaired a loss that nobody would know of otherwise, and that the congestion window has to answer for.</returns>
    public bool Repaired(SequenceNumber acknowledgment, SequenceRange duplicate, bool isPlainRepeat)
    {
        if (_end is not { } end || acknowledgment < end)
        {
            return false;
        }

        var cameTwice = (duplicate.Length > 0 && duplicate.End == end) || (acknowledgment == end && isPlainRepeat);
        var isRepair = _isAgain && !cameTwice && acknowledgment > end;
        if (!_isAgain || cameTwice || isRepair)
        {
            _end = null;
        }

        return isRepair;
    }
}
