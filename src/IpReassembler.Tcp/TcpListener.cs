using System.Diagnostics.CodeAnalysis;

namespace IpReassembler.Tcp;

/// <summary>A port on which connections are awaited: LISTEN.</summary>
public sealed class TcpListener
{
    private readonly TcpHost _host;
    private readonly Queue<TcpConnection> _acceptable = new();
    private readonly LinkedList<TcpConnection> _halfOpen = new();

    internal TcpListener(TcpHost host, int port) => (_host, Port) = (host, port);

    /// <summary>1 to 65,535, on every address of the host.</summary>
    public int Port { get; }

    /// <summary>How many connections are in SYN-RECEIVED.</summary>
    public int HalfOpenCount => _halfOpen.Count;

    /// <summary>Takes a connection that has been opened. It may have been closed again since, and may have bytes to read.</summary>
    public bool TryAccept([NotNullWhen(true)] out TcpConnection? connection) => _acceptable.TryDequeue(out connection);

    /// <summary>No more connections are awaited. Those that were not accepted are reset.</summary>
    public void Close()
    {
        _host.Remove(this);
        while (_halfOpen.First is { } first)
        {
            first.Value.Abort();
        }

        while (_acceptable.TryDequeue(out var connection))
        {
            connection.Abort();
        }
    }

    /// <summary>Whether there is room for one more that waits to be accepted.</summary>
    internal bool HasRoom => _acceptable.Count < _host.Options.MaxAcceptable;

    /// <summary>The oldest connection that is half open goes.</summary>
    /// <returns>Whether there was one.</returns>
    internal bool MakeRoom()
    {
        if (_halfOpen.First is not { } oldest)
        {
            return false;
        }

        _host.Counters.Overflows++;
        oldest.Value.Evict();
        return true;
    }

    /// <summary>A connection has begun. The oldest that has not got further makes room for it: a flood of SYNs lasts longer than a round trip.</summary>
    internal void Began(TcpConnection connection)
    {
        if (_halfOpen.Count >= _host.Options.MaxHalfOpen)
        {
            MakeRoom();
        }

        connection.ListNode = _halfOpen.AddLast(connection);
    }

    /// <summary>A connection is no longer in SYN-RECEIVED.</summary>
    internal void Ended(TcpConnection connection)
    {
        _halfOpen.Remove(connection.ListNode!);
        connection.ListNode = null;
        if (connection.State == TcpState.Established)
        {
            _acceptable.Enqueue(connection);
        }
    }
}
