using System.Diagnostics.CodeAnalysis;
using IpReassembler.Packets;

namespace IpReassembler.Tcp;

/// <summary>A host's TCP: packets in, packets out, and connections for an application.</summary>
/// <remarks>
/// <para>
/// No socket, no clock, no thread: <see cref="Receive"/> takes a packet, <see cref="Expire"/> says that time has passed, <see cref="TryEmit"/> asks for
/// what there is to send. <see cref="PacketLoop"/> does the three over an <see cref="IPacketDevice"/>.
/// </para>
/// <para>Used by one thread at a time, and so are its connections.</para>
/// </remarks>
public sealed partial class TcpHost
{
    private readonly Dictionary<ConnectionName, TcpConnection> _connections = [];
    private readonly Dictionary<int, TcpListener> _listeners = [];
    private readonly LinkedList<TcpConnection> _timeWaits = new();
    private readonly DeadlineHeap _deadlines = new();
    private readonly PacketIntake _intake;

    /// <summary>Starts with no connection.</summary>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    public TcpHost(HostOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        Options = options;
        Numbers = new InitialNumbers(options.Secret.ToArray());
        Writer = new PacketWriter(Numbers.Identification());
        _intake = new PacketIntake(options, Counters);
    }

    /// <summary>What it saw and did.</summary>
    public HostCounters Counters { get; } = new();

    /// <summary>How many connections there are, those in TIME-WAIT counted.</summary>
    public int ConnectionCount => _connections.Count;

    /// <summary>Who is told of everything that happens; null for nobody, which costs nothing.</summary>
    public TraceListener? Trace { get; set; }

    /// <summary>When something has to be done even if nothing comes; null when nothing has to.</summary>
    public Timestamp? NextDeadline => _deadlines.Next;

    /// <summary>Awaits connections on a port of every address.</summary>
    /// <exception cref="InvalidOperationException">They are awaited there already.</exception>
    public TcpListener Listen(int port)
    {
        CheckPort(port);
        var listener = new TcpListener(this, port);
        return _listeners.TryAdd(port, listener) ? listener : throw new InvalidOperationException($"port {port} is listened on already");
    }

    /// <summary>Opens a connection: a SYN will go out.</summary>
    /// <param name="local">One of our addresses, and a port that the caller has chosen and keeps others from using.</param>
    /// <param name="remote">Where to.</param>
    /// <param name="now">The time it is.</param>
    /// <exception cref="InvalidOperationException">There is this connection already, or there are as many as there may be.</exception>
    public TcpConnection Connect(TcpEndpoint local, TcpEndpoint remote, Timestamp now)
    {
        CheckPort(local.Port);
        CheckPort(remote.Port);
        if (!Options.Addresses.Contains(local.Address))
        {
            throw new ArgumentException($"{local.Address} is none of our addresses", nameof(local));
        }

        if (remote.Address.Version != IpVersion.V4)
        {
            throw new ArgumentException("The host speaks IPv4 only.", nameof(remote));
        }

        var name = new ConnectionName(local, remote);
        if (_connections.ContainsKey(name))
        {
            throw new InvalidOperationException($"there is a connection {name} already");
        }

        if (!MakeRoom())
        {
            throw new InvalidOperationException($"there are {Options.MaxConnections} connections already");
        }

        Now = now;
        var connection = new TcpConnection(this, name, Numbers.For(name, now), listener: null);
        _connections.Add(name, connection);
        connection.BeginActively();
        Agenda.WantsToSend(connection);
        return connection;
    }

    /// <summary>Finds a connection, whatever its state.</summary>
    public bool TryFind(ConnectionName name, [NotNullWhen(true)] out TcpConnection? connection) => _connections.TryGetValue(name, out connection);

    /// <summary>Takes a connection at which there is something new: bytes to read, room to write, another state. One that is not yet accepted may be among them.</summary>
    public bool TryTakeNews([NotNullWhen(true)] out TcpConnection? connection) => Agenda.TryTakeNews(out connection);

    /// <summary>Time has passed: what is due by now is done.</summary>
    public void Expire(Timestamp now)
    {
        Now = now;
        _intake.Expire(now);
        while (_deadlines.TryPeekDue(now, out var connection))
        {
            connection.Expire();
            _deadlines.Update(connection);
        }
    }

    /// <summary>Writes the next packet there is to send. Call it until it says that there is none.</summary>
    /// <param name="packet">Room for <see cref="HostOptions.Mtu"/> bytes.</param>
    /// <param name="now">The time it is.</param>
    /// <param name="length">The length of the packet.</param>
    public bool TryEmit(Span<byte> packet, Timestamp now, out int length)
    {
        Now = now;
        if (TryEmitAnswer(packet, out length))
        {
            return true;
        }

        // Each connection sends one packet, then it is the next one's turn.
        while (Agenda.TryPeekSender(out var connection))
        {
            length = connection.Emit(packet);
            Agenda.HasSent(hasMore: length > 0);
            _deadlines.Update(connection);
            if (length > 0)
            {
                return true;
            }
        }

        return false;
    }

    internal HostOptions Options { get; }

    /// <summary>The time that was told last: what an application does in between happens then.</summary>
    internal Timestamp Now { get; private set; }

    internal InitialNumbers Numbers { get; }

    internal PacketWriter Writer { get; }

    internal Agenda Agenda { get; } = new();

    /// <summary>The MSS we announce: what we take, and what the link does.</summary>
    internal int OwnSegmentSize => Math.Min(Options.Connection.MaximumSegmentSize, Options.Mtu - PacketWriter.HeaderLength);

    /// <summary>A connection has changed its state: the lists follow.</summary>
    internal void Changed(TcpConnection connection, TcpState old)
    {
        if (old == TcpState.SynReceived && connection.Listener is { } listener && connection.ListNode is not null)
        {
            listener.Ended(connection);
        }

        switch (connection.State)
        {
            case TcpState.SynReceived:
                connection.Listener?.Began(connection);
                break;
            case TcpState.TimeWait:
                if (_timeWaits.Count >= Options.MaxTimeWaits)
                {
                    Counters.Overflows++;
                    _timeWaits.First!.Value.Evict();
                }

                connection.ListNode = _timeWaits.AddLast(connection);
                break;
            case TcpState.Closed:
                if (old == TcpState.TimeWait)
                {
                    _timeWaits.Remove(connection.ListNode!);
                }

                _connections.Remove(connection.Name);
                break;
        }

        _deadlines.Update(connection);
        if (old != TcpState.Closed)
        {
            Agenda.HasNews(connection);
        }
    }

    /// <summary>A deadline has moved outside of the calls that look for it.</summary>
    internal void DeadlineMoved(TcpConnection connection) => _deadlines.Update(connection);

    internal void Remove(TcpListener listener)
    {
        if (_listeners.TryGetValue(listener.Port, out var there) && there == listener)
        {
            _listeners.Remove(listener.Port);
        }
    }

    private static void CheckPort(int port)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, ushort.MaxValue);
    }

    // Whether there is room for another connection: one that only waits for old segments goes.
    private bool MakeRoom()
    {
        if (_connections.Count < Options.MaxConnections)
        {
            return true;
        }

        if (_timeWaits.First is not { } oldest)
        {
            return false;
        }

        Counters.Overflows++;
        oldest.Value.Evict();
        return true;
    }
}
