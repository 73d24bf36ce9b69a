using IpReassembler.Packets;

namespace IpReassembler.Tcp;

/// <summary>Serves one content to whoever asks a host for it: the application between <see cref="TcpHost"/> and <see cref="HttpConversation"/>.</summary>
/// <remarks>Runs on the host's thread, and never waits. Memory for a connection is what TCP keeps of it, and a request's head.</remarks>
public sealed class HttpServer
{
    private readonly TcpHost _host;
    private readonly TcpListener _listener;
    private readonly ServedContent _content;
    private readonly Duration _patience;
    private readonly Dictionary<TcpConnection, Visit> _visits = [];
    private readonly byte[] _window = new byte[64 << 10];
    private Timestamp _nextLook;

    /// <summary>Begins to listen.</summary>
    /// <param name="host">The host.</param>
    /// <param name="port">1 to 65,535.</param>
    /// <param name="content">What is served. It stays the caller's.</param>
    /// <param name="patience">How long a connection may go on without a whole request or a byte of an answer that gets on, before it is given up. Bytes alone do not count: they cost a client nothing.</param>
    public HttpServer(TcpHost host, int port, ServedContent content, Duration patience)
    {
        ArgumentNullException.ThrowIfNull(host);
        (_host, _content, _patience) = (host, content, patience);
        _listener = host.Listen(port);
    }

    /// <summary>Told of every request that was answered, or whose answer was broken off.</summary>
    public Action<HttpVisit>? Answered { get; set; }

    /// <summary>How many connections it has.</summary>
    public int ConnectionCount => _visits.Count;

    /// <summary>Does what there is to do: accepts, reads, answers.</summary>
    /// <param name="now">The time it is.</param>
    public void Serve(Timestamp now)
    {
        while (_listener.TryAccept(out var connection))
        {
            var visit = new Visit(new HttpConversation(_content), now);
            _visits.Add(connection, visit);
            Attend(connection, visit, now);
        }

        while (_host.TryTakeNews(out var connection))
        {
            if (_visits.TryGetValue(connection, out var visit))
            {
                Attend(connection, visit, now);
            }
        }

        GiveUpThoseAtRest(now);
    }

    /// <summary>Ends every connection at once, and listens no longer.</summary>
    public void Close()
    {
        _listener.Close();
        foreach (var connection in _visits.Keys)
        {
            connection.Abort();
        }
    }

    private void Attend(TcpConnection connection, Visit visit, Timestamp now)
    {
        while (TryRead(connection, visit, now) | TryWrite(connection, visit, now))
        {
        }

        var talk = visit.Conversation;
        if (talk.IsBroken)
        {
            // The head has promised bytes that will never come. Only RST says so: after FIN a client might take what it has for all (RFC 9112 section 8).
            connection.Abort();
        }
        else if (!talk.IsAnswering && (talk.IsLast || connection.IsReadToEnd))
        {
            connection.Close();
        }

        if (connection.State is TcpState.Closed or TcpState.TimeWait)
        {
            Tell(connection, visit, now);
            _visits.Remove(connection);
        }
    }

    // Bytes that are not wanted now wait in the connection, whose window closes.
    private bool TryRead(TcpConnection connection, Visit visit, Timestamp now)
    {
        var talk = visit.Conversation;
        var hasRead = false;
        while (!talk.IsAnswering && connection.ReadableLength > 0 && (talk.IsLast || talk.HeldLength < HttpConversation.MaxHeadLength))
        {
            var room = talk.IsLast ? _window.Length : HttpConversation.MaxHeadLength - talk.HeldLength;
            talk.Take(_window.AsSpan(0, connection.Read(_window.AsSpan(0, room))));
            hasRead = true;
        }

        if (talk.TryAnswer(now))
        {
            visit.Begin(now);
            return true;
        }

        return hasRead;
    }

    private bool TryWrite(TcpConnection connection, Visit visit, Timestamp now)
    {
        var talk = visit.Conversation;
        if (!talk.IsAnswering || connection.State == TcpState.Closed)
        {
            return false;
        }

        // One byte more than there is room for: the connection has news when there is room again only if not everything was taken.
        var length = talk.Peek(_window.AsSpan(0, Math.Min(_window.Length, connection.WritableLength + 1)));
        var taken = connection.Write(_window.AsSpan(0, length));
        talk.Advance(taken);
        visit.LastMove = taken > 0 ? now : visit.LastMove;
        if (!talk.IsAnswering)
        {
            Tell(connection, visit, now);
        }

        return taken > 0;
    }

    private void Tell(TcpConnection connection, Visit visit, Timestamp now)
    {
        if (visit.TryEnd() && Answered is not null)
        {
            var talk = visit.Conversation;
            Answered(new HttpVisit(
                connection.Name, talk.Request!, talk.Status, talk.AnsweredLength, IsWhole: !talk.IsAnswering, now - visit.Begun, talk.Failure));
        }
    }

    private void GiveUpThoseAtRest(Timestamp now)
    {
        if (now < _nextLook)
        {
            return;
        }

        _nextLook = now + Duration.FromSeconds(1);
        foreach (var (connection, visit) in _visits.Where(one => now - one.Value.LastMove > _patience).ToList())
        {
            // Bytes that are acknowledged slowly are a move too: only who takes nothing at all is given up.
            var waiting = connection.UnacknowledgedLength;
            if (waiting != visit.Waiting)
            {
                (visit.Waiting, visit.LastMove) = (waiting, now);
                continue;
            }

            connection.Abort();
            Attend(connection, visit, now);
        }
    }

    private sealed class Visit(HttpConversation conversation, Timestamp now)
    {
        private bool _isAnswering;

        public HttpConversation Conversation => conversation;

        public Timestamp LastMove { get; set; } = now;

        public int Waiting { get; set; }

        public Timestamp Begun { get; private set; }

        public void Begin(Timestamp at) => (Begun, LastMove, _isAnswering) = (at, at, true);

        public bool TryEnd()
        {
            var was = _isAnswering;
            _isAnswering = false;
            return was;
        }
    }
}
