using IpReassembler.Packets;

namespace IpReassembler.Tcp;

/// <summary>The sending half of a connection: the bytes that are not acknowledged, and which of them go out next.</summary>
/// <remarks>
/// The variables SND.UNA, SND.NXT and what became of the bytes between them are the <see cref="Scoreboard"/>'s; how much may be on its way
/// is <see cref="CongestionControl"/>'s; what is sent again is <see cref="LossRecovery"/>'s. Here is what the other side allows, and the timers.
/// </remarks>
internal sealed partial class Sender
{
    private static readonly Duration LongestOverride = Duration.FromSeconds(1);

    // How long SYN+ACK is repeated: five times, after 1, 2, 4, 8 and 16 seconds, and 32 more for an answer, as Linux does. The three minutes
    // that RFC 9293 section 3.8.3 wants (R2 for SYN, MUST-23) are for who opens actively, and wants the connection. Who answers owes a
    // stranger no more: the other side goes on repeating its SYN, and that begins anew what is given up here; a forged SYN is not repeated.
    private static readonly Duration AnswerPatience = Duration.FromSeconds(63);

    private readonly ConnectionOptions _options;
    private readonly Duration _synPatience;
    private readonly SequenceNumber _initial;
    private readonly RingBuffer _buffer;
    private readonly RackDetection _late = new();
    private readonly TailLossProbe _probe = new();
    private readonly Scoreboard _board;
    private readonly RetransmissionTimeout _timeout;
    private CongestionControl? _congestion;
    private LossRecovery? _recovery;

    // The number of the first byte in the buffer; FIN comes behind the last one.
    private SequenceNumber _bufferStart;
    private bool _isFinSent;

    // SND.WL1 and SND.WL2: which segment the window was last taken from.
    private SequenceNumber _windowSequence;
    private SequenceNumber _windowAcknowledgment;
    private int _windowShift;
    private int _maxWindow;

    private bool _usesSack;
    private bool _synWasLost;
    private bool _isProbeDue;
    private bool _isTailProbeDue;

    // The retransmission timer, or the persist timer of a closed window; and the probe's, which never runs longer.
    private Timestamp? _timer;
    private Timestamp? _probeTimer;
    private Timestamp _waitingSince;
    private Timestamp _lastSentAt;

    /// <summary>Begins with nothing sent.</summary>
    /// <param name="options">How it behaves.</param>
    /// <param name="initial">ISS.</param>
    /// <param name="isAnswer">Whether its SYN answers one of the other side's that a listener got.</param>
    public Sender(ConnectionOptions options, SequenceNumber initial, bool isAnswer)
    {
        _options = options;
        _synPatience = isAnswer && AnswerPatience < options.UserTimeout ? AnswerPatience : options.UserTimeout;
        _initial = initial;
        _buffer = new RingBuffer(options.SendBuffer);
        _bufferStart = initial + 1;
        _timeout = new RetransmissionTimeout(options.LeastRetransmissionTimeout, options.LongestRetransmissionTimeout);
        _board = new Scoreboard(_late);
        _board.Begin(initial);
    }

    /// <summary>ISS.</summary>
    public SequenceNumber Initial => _initial;

    /// <summary>SND.UNA.</summary>
    public SequenceNumber Unacknowledged => _board.Unacknowledged;

    /// <summary>SND.NXT.</summary>
    public SequenceNumber Next => _board.Next;

    /// <summary>SND.WND: how many bytes behind <see cref="Unacknowledged"/> the other side takes.</summary>
    public int Window { get; private set; }

    /// <summary>The largest window the other side ever offered: MAX.SND.WND in RFC 5961.</summary>
    public int MaxWindow => Math.Max(_maxWindow, 1);

    /// <summary>cwnd, in bytes; 0 before the handshake is done.</summary>
    public int CongestionWindow => _congestion?.Window ?? 0;

    /// <summary>ssthresh, in bytes.</summary>
    public int SlowStartThreshold => _congestion?.Threshold ?? int.MaxValue;

    /// <summary>The retransmission timeout that holds now.</summary>
    public Duration RetransmissionTimeout => _timeout.Current;

    /// <summary>The smoothed round trip; zero before the first one was measured.</summary>
    public Duration SmoothedRoundTrip => _timeout.Smoothed;

    /// <summary>Bytes that were written and are not acknowledged.</summary>
    public int Buffered { get; private set; }

    /// <summary>How many more bytes there is room for.</summary>
    public int Room => IsFinishing ? 0 : _buffer.MaxLength - Buffered;

    /// <summary>Whether no more bytes will be written: FIN follows the last one.</summary>
    public bool IsFinishing { get; private set; }

    /// <summary>Whether our FIN was sent and acknowledged.</summary>
    public bool IsFinAcknowledged => _isFinSent && Unacknowledged == Next;

    /// <summary>When something has to be done even if nothing comes: a timeout, or the end of all patience; null when there is nothing to wait for.</summary>
    public Timestamp? Deadline
    {
        get
        {
            var timer = Earliest(Earliest(_timer, _probeTimer), _late.LookAgainAt);
            return timer is not null && _board.Flight > 0 ? Earliest(timer, GiveUpAt) : timer;
        }
    }

    private Timestamp GiveUpAt => _waitingSince + (_recovery is null ? _synPatience : _options.UserTimeout);

    private SequenceNumber BufferEnd => _bufferStart + Buffered;

    private bool HasUnsent => Next < BufferEnd || (IsFinishing && !_isFinSent);

    /// <summary>Takes bytes to be sent.</summary>
    /// <returns>How many there was room for.</returns>
    public int Write(ReadOnlySpan<byte> bytes)
    {
        var taken = Math.Min(bytes.Length, Room);
        _buffer.Write(Buffered, bytes[..taken]);
        Buffered += taken;
        return taken;
    }

    /// <summary>There is no more to send.</summary>
    public void Finish() => IsFinishing = true;

    /// <summary>Copies bytes of a plan out.</summary>
    public void Read(SequenceNumber from, Span<byte> destination) => _buffer.Read(from - _bufferStart, destination);

    /// <summary>Gives the memory back.</summary>
    public void Release()
    {
        _buffer.Release();
        Buffered = 0;
        (_timer, _probeTimer) = (null, null);
        _late.Rest();
    }

    /// <summary>SYN came from the other side, with a window that is never shifted (RFC 7323 section 2.2).</summary>
    public void TakeFirstWindow(in IncomingSegment syn) => SetWindow(syn, shift: 0);

    /// <summary>The handshake is done: data may flow.</summary>
    /// <param name="segmentSize">SMSS: the payload of a full segment.</param>
    /// <param name="usesSack">Whether selective acknowledgments were agreed upon.</param>
    /// <param name="windowShift">By how many bits the other side's windows are shifted from now on.</param>
    public void Open(int segmentSize, bool usesSack, int windowShift)
    {
        (_windowShift, _usesSack) = (windowShift, usesSack);
        _congestion = _options.Congestion == CongestionAlgorithm.Cubic ? new CubicControl(segmentSize) : new RenoControl(segmentSize);
        _congestion.Begin(_synWasLost);
        _recovery = new LossRecovery(_board, _late, _congestion, usesSack);
        _timeout.Opened(_synWasLost);
    }

    /// <summary>A SYN goes out.</summary>
    public void SynSent(Timestamp now)
    {
        if (Next == _initial)
        {
            _board.Sent(_initial + 1, now);
            StartTiming(_initial + 1, now);
            _waitingSince = now;
        }
        else
        {
            StopTiming(now);
        }

        _timer = now + _timeout.Current;
    }

    /// <summary>Time has passed.</summary>
    /// <returns>What ran out, if anything did.</returns>
    public TimerVerdict Expire(Timestamp now)
    {
        if (_board.Flight > 0 && now >= GiveUpAt)
        {
            _timer = null;
            return TimerVerdict.GiveUp;
        }

        if (_late.LookAgainAt <= now)
        {
            _recovery!.FindLate(now, _timeout.Smoothed);
            return TimerVerdict.FindsLate;
        }

        if (_probeTimer <= now)
        {
            _probeTimer = null;
            _isTailProbeDue = true;
            _timer = now + _timeout.Current;
            return TimerVerdict.ProbesTail;
        }

        if (_timer is not { } timer || now < timer)
        {
            return TimerVerdict.None;
        }

        if (_recovery is null)
        {
            _synWasLost = true;
            _timeout.Double();
            _timer = now + _timeout.Current;
            return TimerVerdict.SendSynAgain;
        }

        if (_board.Flight > 0 && Window > 0)
        {
            _recovery.TimedOut();
            _probe.Forget();
            (_probeTimer, _isTailProbeDue) = (null, false);
            StopTiming(now);
        }
        else
        {
            _isProbeDue = true;
        }

        _timeout.Double();
        _timer = now + _timeout.Current;
        return TimerVerdict.Sends;
    }

    private static Timestamp? Earliest(Timestamp? left, Timestamp? right) => left is null || right < left ? right : left;

    private void SetWindow(in IncomingSegment segment, int shift)
    {
        Window = segment.Window << shift;
        _maxWindow = Math.Max(_maxWindow, Window);
        (_windowSequence, _windowAcknowledgment) = (segment.Sequence, segment.Acknowledgment);
    }
}
