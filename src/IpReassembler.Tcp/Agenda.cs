using System.Diagnostics.CodeAnalysis;

namespace IpReassembler.Tcp;

/// <summary>Which connections may have something to send, and at which the application has something to look at. Each is listed once.</summary>
internal sealed class Agenda
{
    private readonly Queue<TcpConnection> _toSend = new();
    private readonly Queue<TcpConnection> _toTell = new();

    /// <summary>A connection may have something to send.</summary>
    public void WantsToSend(TcpConnection connection)
    {
        if (!connection.IsListedToSend)
        {
            connection.IsListedToSend = true;
            _toSend.Enqueue(connection);
        }
    }

    /// <summary>The connection whose turn it is to send, until <see cref="HasSent"/>.</summary>
    public bool TryPeekSender([NotNullWhen(true)] out TcpConnection? connection) => _toSend.TryPeek(out connection);

    /// <summary>It has sent: with more to send it goes to the end, otherwise it leaves the list.</summary>
    public void HasSent(bool hasMore)
    {
        var connection = _toSend.Dequeue();
        connection.IsListedToSend = hasMore;
        if (hasMore)
        {
            _toSend.Enqueue(connection);
        }
    }

    /// <summary>The application has something to look at.</summary>
    public void HasNews(TcpConnection connection)
    {
        if (!connection.IsListedToTell)
        {
            connection.IsListedToTell = true;
            _toTell.Enqueue(connection);
        }
    }

    /// <summary>Takes a connection at which the application has something to look at.</summary>
    public bool TryTakeNews([NotNullWhen(true)] out TcpConnection? connection)
    {
        if (!_toTell.TryDequeue(out connection))
        {
            return false;
        }

        connection.IsListedToTell = false;
        return true;
    }
}
