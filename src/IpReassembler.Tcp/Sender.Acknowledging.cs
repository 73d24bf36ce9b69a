using IpReassembler.Packets;

namespace IpReassembler.Tcp;

/// <content>What acknowledgments do.</content>
internal sealed partial class Sender
{
    // A round trip that an echoed timestamp says is longer than this is a lie or a mistake.
    private const uint LongestEcho = 120_000;

    // One segment at a time is timed (RFC 6298 section 3).
    private bool _isTiming;
    private SequenceNumber _timedEnd;
    private Timestamp _timedAt;

    // When something was sent again last: what an echo tells of earlier times may be the waiting for an acknowledgment that was lost.
    private Timestamp _sentAgainAt;

    /// <summary>The round trip that the last acknowledgment measured; null when it measured none.</summary>
    public Duration? Measured { get; private set; }

    /// <summary>The bytes that the last acknowledgment said came twice (RFC 2883); empty when it said nothing of the kind.</summary>
    public SequenceRange ReportedDuplicate { get; private set; }

    /// <summary>Takes the acknowledgment, the selective ones and the window of a segment.</summary>
    /// <param name="segment">A segment with ACK, whose acknowledgment is not beyond <see cref="Next"/>.</param>
    /// <param name="clock">Our timestamp clock, in milliseconds; null when timestamps were not agreed upon.</param>
    /// <param name="now">The time it is.</param>
    public void Acknowledge(in IncomingSegment segment, uint? clock, Timestamp now)
    {
        var acknowledgment = segment.Acknowledgment;
        var bytes = acknowledgment - Unacknowledged;
        (Measured, ReportedDuplicate) = (null, default);
        if (bytes < 0)
        {
            return;
        }

        _late.Begin(now, EchoAge(segment.Options, clock));
        var isDuplicate = IsDuplicate(segment, bytes);
        var wasLimited = Unacknowledged != _initial && _congestion is { } congestion && _board.Pipe + congestion.SegmentSize >= congestion.Window;
        if (bytes > 0)
        {
            Advance(acknowledgment);
            _late.Advanced(acknowledgment);
            Measure(segment.Options, acknowledgment, clock, now);
            if (_recovery?.Advanced(bytes, wasLimited, now, _timeout.Smoothed) ?? true)
            {
                _timer = _board.Flight > 0 ? now + _timeout.Current : null;
            }
        }

        if (bytes > 0 || Window == 0)
        {
            // The other side is there, even if its window stays closed (RFC 9293 section 3.8.6.1).
            _waitingSince = now;
        }

        if (segment.Options.Sacks.Count > 0 && _usesSack)
        {
            isDuplicate = TakeSacks(segment.Options.Sacks, acknowledgment) > 0;
        }

        if (isDuplicate)
        {
            _recovery?.Duplicate(bytes);
        }

        TakeWindow(segment);
        if (_recovery is { } recovery && _usesSack)
        {
            FollowUp(recovery, segment, bytes, now);
        }
    }

    // What RFC 8985 makes of an acknowledgment: what is lost by now, whether the probe had to repair something, and when the next one goes out.
    private void FollowUp(LossRecovery recovery, in IncomingSegment segment, int bytes, Timestamp now)
    {
        recovery.FindLate(now, _timeout.Smoothed);
        var isPlainRepeat = bytes == 0 && segment.Length == 0 && segment.Options.Sacks.Count == 0;
        if (_probe.Repaired(segment.Acknowledgment, ReportedDuplicate, isPlainRepeat))
        {
            recovery.Repaired();
        }

        if (!recovery.IsQuiet)
        {
            _probe.Forget();
        }

        if (bytes > 0 || !recovery.IsQuiet)
        {
            _isTailProbeDue = false;
            ScheduleProbe(now);
        }
    }

    // How long ago went out what is echoed, at least: milliseconds that have begun are counted.
    private static Duration? EchoAge(in SegmentOptions options, uint? clock) =>
        clock is { } ours && options.HasTimestamps && unchecked(ours - options.TimestampEcho) is > 0 and < LongestEcho and var age
            ? Duration.FromMilliseconds(age - 1)
            : null;

    /// <summary>Begins to time a segment.</summary>
    private void StartTiming(SequenceNumber end, Timestamp now) => (_isTiming, _timedEnd, _timedAt) = (true, end, now);

    // Karn's algorithm (RFC 6298 section 3): of what was sent twice nobody knows which one was acknowledged.
    private void StopTiming(Timestamp now) => (_isTiming, _sentAgainAt) = (false, now);

    // RFC 5681 section 2. With selective acknowledgments these tell (RFC 6675 section 2); a closed window's answers to probes look the same and tell nothing.
    private bool IsDuplicate(in IncomingSegment segment, int bytes) =>
        !_usesSack && bytes == 0 && _board.Flight > 0 && segment.Length == 0 && Window > 0 && segment.Window << _windowShift == Window;

    private void Advance(SequenceNumber acknowledgment)
    {
        _board.Acknowledge(acknowledgment);
        var start = SequenceNumber.Min(acknowledgment, BufferEnd);
        var gone = start - _bufferStart;
        if (gone > 0)
        {
            _buffer.Discard(gone);
            Buffered -= gone;
            _bufferStart = start;
        }
    }

    private void Measure(in SegmentOptions options, SequenceNumber acknowledgment, uint? clock, Timestamp now)
    {
        if (_isTiming && acknowledgment >= _timedEnd)
        {
            Measured = now - _timedAt;
            _isTiming = false;
        }
        else if (!_isTiming && clock is { } ours && options.HasTimestamps && unchecked(ours - options.TimestampEcho) is var echoed and < LongestEcho)
        {
            // RFC 7323 section 4.1: an echo tells which of two copies was acknowledged. It counts milliseconds that have begun.
            var roundTrip = Duration.FromMilliseconds(echoed);
            Measured = _sentAgainAt + roundTrip <= now + Duration.FromMilliseconds(1) ? roundTrip : null;
        }

        if (Measured is { } measured)
        {
            _late.Measured(measured);
            _timeout.Measured(measured);
        }
    }

    // Returns how many bytes the scoreboard did not know of.
    private int TakeSacks(in SackBlocks blocks, SequenceNumber acknowledgment)
    {
        var news = 0;
        for (var index = 0; index < blocks.Count; index++)
        {
            var block = blocks[index];
            // RFC 2883 section 4: the first range is a duplicate when the acknowledgment covers it, or the second range does.
            var isDuplicate = index == 0 && (block.End <= acknowledgment || (blocks.Count > 1 && block.Start >= blocks[1].Start && block.End <= blocks[1].End));
            if (isDuplicate && block.Length > 0)
            {
                ReportedDuplicate = block;
                if (!_probe.IsOutstanding)
                {
                    // A probe may come twice without anybody having been too hasty.
                    _late.CameTwice(Next);
                }
            }
            else if (block.Start >= acknowledgment && block.Start < block.End && block.End <= Next && block.Start > Unacknowledged)
            {
                news += _board.Sack(block);
            }
        }

        return news;
    }

    // RFC 9293 section 3.10.7.4: an older segment's window does not replace that of a newer one.
    private void TakeWindow(in IncomingSegment segment)
    {
        var isNewer = _windowSequence < segment.Sequence || (_windowSequence == segment.Sequence && _windowAcknowledgment <= segment.Acknowledgment);
        if (!isNewer)
        {
            return;
        }

        var wasClosed = Window == 0;
        SetWindow(segment, segment.IsSyn ? 0 : _windowShift);
        if (!wasClosed || Window == 0 || _recovery is null)
        {
            return;
        }

        _timeout.EndDoubling();
        _isProbeDue = false;
        _timer = null;
        if (_board.Flight > 0)
        {
            _recovery.SendAllAgain(RetransmissionReason.WindowOpened);
        }
    }
}
