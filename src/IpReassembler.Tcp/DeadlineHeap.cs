using System.Diagnostics.CodeAnalysis;
using IpReassembler.Packets;

namespace IpReassembler.Tcp;

/// <summary>Connections by their next deadline: a binary heap in which each knows its own place, so that a deadline that moves costs a few steps.</summary>
internal sealed class DeadlineHeap
{
    private readonly List<(Timestamp At, TcpConnection Connection)> _entries = [];

    /// <summary>The first deadline; null when there is none.</summary>
    public Timestamp? Next => _entries.Count > 0 ? _entries[0].At : null;

    /// <summary>Puts a connection where its deadline says; takes it out when it has none.</summary>
    public void Update(TcpConnection connection)
    {
        var place = connection.DeadlinePlace;
        if (connection.Deadline is not { } deadline)
        {
            if (place >= 0)
            {
                Remove(place);
            }
        }
        else if (place < 0)
        {
            _entries.Add((deadline, connection));
            connection.DeadlinePlace = _entries.Count - 1;
            Rise(_entries.Count - 1);
        }
        else if (_entries[place].At != deadline)
        {
            _entries[place] = (deadline, connection);
            Sink(Rise(place));
        }
    }

    /// <summary>The connection whose deadline has come, if any has. It stays until <see cref="Update"/>.</summary>
    public bool TryPeekDue(Timestamp now, [NotNullWhen(true)] out TcpConnection? connection)
    {
        connection = _entries.Count > 0 && _entries[0].At <= now ? _entries[0].Connection : null;
        return connection is not null;
    }

    private void Remove(int place)
    {
        _entries[place].Connection.DeadlinePlace = -1;
        var last = _entries[^1];
        _entries.RemoveAt(_entries.Count - 1);
        if (place < _entries.Count)
        {
            Put(place, last);
            Sink(Rise(place));
        }
    }

    private int Rise(int place)
    {
        var entry = _entries[place];
        for (; place > 0 && entry.At < _entries[(place - 1) / 2].At; place = (place - 1) / 2)
        {
            Put(place, _entries[(place - 1) / 2]);
        }

        Put(place, entry);
        return place;
    }

    private void Sink(int place)
    {
        var entry = _entries[place];
        while (true)
        {
            var child = (2 * place) + 1;
            if (child >= _entries.Count)
            {
                break;
            }

            child += child + 1 < _entries.Count && _entries[child + 1].At < _entries[child].At ? 1 : 0;
            if (_entries[child].At >= entry.At)
            {
                break;
            }

            Put(place, _entries[child]);
            place = child;
        }

        Put(place, entry);
    }

    private void Put(int place, (Timestamp At, TcpConnection Connection) entry)
    {
        _entries[place] = entry;
        entry.Connection.DeadlinePlace = place;
    }
}
