using IpReassembler.Packets;

namespace IpReassembler.Tcp;

/// <summary>One connection: the state machine of RFC 9293, with a sending and a receiving half.</summary>
/// <remarks>
/// Belongs to its host, and is used on the host's thread. The calls below never wait and never send: what there is to send goes out
/// when the host is asked for packets. <see cref="TcpHost.TryTakeNews"/> says when it is worth looking at a connection again.
/// </remarks>
public sealed partial class TcpConnection
{
    // A smaller segment would have little room beside 40 bytes of options. Who asks for less gets these.
    private const int LeastSegmentSize = 88;

    // RFC 9293 section 3.7.1: what a side takes that does not say.
    private const int DefaultSegmentSize = 536;

    private readonly TcpHost _host;
    private readonly ConnectionOptions _options;
    private readonly Sender _sender;
    private readonly Receiver _receiver;
    private readonly uint _clockOffset;
    private Timestamp? _quietUntil;
    private bool _isReadingStopped;
    private bool _isWriterWaiting;

    internal TcpConnection(TcpHost host, in ConnectionName name, SequenceNumber initial, TcpListener? listener)
    {
        _host = host;
        _options = host.Options.Connection;
        Name = name;
        Listener = listener;
        _sender = new Sender(_options, initial, isAnswer: listener is not null);
        _receiver = new Receiver(_options);
        _clockOffset = host.Numbers.ClockOffset(name);
        _isSynDue = true;
    }

    /// <summary>Both ends.</summary>
    public ConnectionName Name { get; }

    /// <summary>Where in its life it is.</summary>
    public TcpState State { get; private set; }

    /// <summary>Why it is closed.</summary>
    public CloseReason CloseReason { get; private set; }

    /// <summary>How many bytes can be read now.</summary>
    public int ReadableLength => _receiver.Readable;

    /// <summary>Whether nothing will come that could be read: all is read, and the other side has closed or the connection is gone.</summary>
    public bool IsReadToEnd => ReadableLength == 0 && (_receiver.IsFinished || State == TcpState.Closed);

    /// <summary>How many bytes can be written now: 0 after <see cref="Close"/>.</summary>
    public int WritableLength => State == TcpState.Closed ? 0 : _sender.Room;

    /// <summary>Bytes that were written and are not acknowledged yet.</summary>
    public int UnacknowledgedLength => _sender.Buffered;

    /// <summary>cwnd in bytes; 0 before the connection is open.</summary>
    public int CongestionWindow => _sender.CongestionWindow;

    /// <summary>ssthresh in bytes; <see cref="int.MaxValue"/> until something was lost.</summary>
    public int SlowStartThreshold => _sender.SlowStartThreshold;

    /// <summary>The smoothed round trip; zero until one was measured.</summary>
    public Duration SmoothedRoundTrip => _sender.SmoothedRoundTrip;

    /// <summary>The retransmission timeout that holds now.</summary>
    public Duration RetransmissionTimeout => _sender.RetransmissionTimeout;

    /// <summary>Reads what has come.</summary>
    /// <returns>How many bytes there were; 0 when there are none now, see <see cref="IsReadToEnd"/>.</returns>
    public int Read(Span<byte> destination)
    {
        var count = _receiver.Read(destination);
        if (State == TcpState.Closed)
        {
            ReleaseWhatIsRead();
        }
        else if (_receiver.AckDue == AckDue.Now)
        {
            _host.Agenda.WantsToSend(this);
        }

        return count;
    }

    /// <summary>Takes bytes to be sent.</summary>
    /// <returns>How many there was room for. After fewer than were offered, news comes when there is room for a good part of the buffer.</returns>
    public int Write(ReadOnlySpan<byte> bytes)
    {
        if (State == TcpState.Closed)
        {
            return 0;
        }

        var taken = _sender.Write(bytes);
        _isWriterWaiting = taken < bytes.Length;
        if (taken > 0)
        {
            _host.Agenda.WantsToSend(this);
        }

        return taken;
    }

    /// <summary>There is no more to send: the CLOSE of RFC 9293. What was written is still sent, then FIN; what comes can still be read.</summary>
    /// <remarks>Called again it does nothing. One that is not open yet is given up, if nothing has come from the other side.</remarks>
    public void Close()
    {
        switch (State)
        {
            case TcpState.SynSent:
                EnterClosed(CloseReason.Aborted);
                break;
            case TcpState.SynReceived:
                // RFC 9293 section 3.10.4 lets FIN wait until the connection is open.
                _sender.Finish();
                break;
            case TcpState.Established:
                _sender.Finish();
                Enter(TcpState.FinWait1);
                break;
            case TcpState.CloseWait:
                _sender.Finish();
                Enter(TcpState.LastAck);
                break;
        }

        _host.Agenda.WantsToSend(this);
    }

    /// <summary>Nothing that comes will be read: data that waits or comes ends the connection with RST. Together with <see cref="Close"/> this is what closing a file descriptor does.</summary>
    public void StopReading()
    {
        _isReadingStopped = true;
        if (ReadableLength > 0 && State is not (TcpState.Closed or TcpState.TimeWait))
        {
            Reset(CloseReason.Unwanted);
        }
        else if (State == TcpState.FinWait2)
        {
            WaitForFin();
        }
    }

    /// <summary>Ends it at once: the ABORT of RFC 9293. The other side is told by RST, if it may be there.</summary>
    public void Abort()
    {
        if (State is TcpState.SynReceived or TcpState.Established or TcpState.FinWait1 or TcpState.FinWait2 or TcpState.CloseWait)
        {
            Reset(CloseReason.Aborted);
        }
        else if (State != TcpState.Closed)
        {
            EnterClosed(CloseReason.Aborted);
        }
    }

    /// <summary>The listener it came through; null when we opened it.</summary>
    internal TcpListener? Listener { get; }

    /// <summary>Its place in the list of half-open connections, or in that of TIME-WAIT.</summary>
    internal LinkedListNode<TcpConnection>? ListNode { get; set; }

    internal bool IsListedToSend { get; set; }

    internal bool IsListedToTell { get; set; }

    internal int DeadlinePlace { get; set; } = -1;

    /// <summary>IRS.</summary>
    internal SequenceNumber ReceivedFrom => _receiver.Initial;

    /// <summary>RCV.NXT, where another connection with the same name would have to begin behind.</summary>
    internal SequenceNumber ReceivedUpTo => _receiver.Next;

    /// <summary>SND.NXT.</summary>
    internal SequenceNumber SentUpTo => _sender.Next;

    /// <summary>By how many bits the windows that come are shifted, except that of a SYN.</summary>
    internal int WindowShift => Math.Max(_theirWindowShift, 0);

    /// <summary>When something has to be done even if nothing comes.</summary>
    internal Timestamp? Deadline => State == TcpState.Closed ? null : Earliest(Earliest(_sender.Deadline, _receiver.Deadline), _quietUntil);

    /// <summary>It makes room for another one, without a word.</summary>
    internal void Evict() => EnterClosed(CloseReason.Evicted);

    /// <summary>Does what is due by now.</summary>
    internal void Expire()
    {
        var now = _host.Now;
        if (_quietUntil is { } until && now >= until)
        {
            EnterClosed(State == TcpState.TimeWait ? CloseReason.Finished : CloseReason.TimedOut);
            return;
        }

        var verdict = _sender.Expire(now);
        if (verdict == TimerVerdict.GiveUp)
        {
            EnterClosed(CloseReason.TimedOut);
            return;
        }

        if (verdict is TimerVerdict.Sends or TimerVerdict.SendSynAgain)
        {
            _host.Counters.Timeouts++;
            _isSynDue |= verdict == TimerVerdict.SendSynAgain;
            _isSynLate |= verdict == TimerVerdict.SendSynAgain;
            Trace(TraceKind.TimedOut);
        }

        if (verdict != TimerVerdict.None)
        {
            TraceCongestion();
        }

        _receiver.Expire(now);
        _host.Agenda.WantsToSend(this);
    }

    private static Timestamp? Earliest(Timestamp? left, Timestamp? right) => left is { } one && right is { } other ? (one < other ? one : other) : left ?? right;

    private void Enter(TcpState state)
    {
        var old = State;
        State = state;
        _host.Changed(this, old);
        if (_host.Trace is { } trace)
        {
            trace(new TraceEvent { Kind = TraceKind.StateChanged, At = _host.Now, Connection = Name, OldState = old, State = state, CloseReason = CloseReason });
        }
    }

    private void EnterClosed(CloseReason reason)
    {
        CloseReason = reason;
        _quietUntil = null;
        _sender.Release();
        if (reason != CloseReason.Finished)
        {
            _receiver.Release();
        }

        _isSynDue = false;
        ReleaseWhatIsRead();
        Enter(TcpState.Closed);
    }

    // RST goes out though the state is CLOSED already: nothing else can happen to it.
    private void Reset(CloseReason reason)
    {
        _isResetDue = true;
        EnterClosed(reason);
        _host.Agenda.WantsToSend(this);
    }

    // RFC 9293 section 3.6: both sides' FINs are acknowledged, but the last acknowledgment may be lost.
    private void EnterTimeWait(Timestamp now)
    {
        _sender.Release();
        StayQuiet(now);
        Enter(TcpState.TimeWait);
    }

    private void StayQuiet(Timestamp now) => _quietUntil = now + new Duration(2 * _options.MaximumSegmentLifetime.Nanoseconds);

    private void WaitForFin()
    {
        if (_isReadingStopped)
        {
            _quietUntil = _host.Now + _options.FinWait2Timeout;
            _host.DeadlineMoved(this);
        }
    }

    private void ReleaseWhatIsRead()
    {
        if (ReadableLength == 0)
        {
            _receiver.Release();
        }
    }
}
