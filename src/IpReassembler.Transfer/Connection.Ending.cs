using System.Net.Sockets;

namespace IpReassembler.Transfer;

/// <content>How it ends: whether the peer has got what was sent, and whether it is told so or reset.</content>
public sealed partial class Connection
{
    /// <summary>How long a program may take to read what its system has acknowledged.</summary>
    public static readonly TimeSpan TimeToRead = TimeSpan.FromMilliseconds(250);

    // What a peer may still say when nobody listens any more.
    private const int LastWords = 64 << 10;

    private bool _endsWell;
    private bool _isClosed;

    /// <summary>Waits until the peer's system has acknowledged everything that was sent. Its program need not have read it.</summary>
    /// <exception cref="PlatformNotSupportedException">Where <see cref="SendBuffer.CanTell"/> is false.</exception>
    public async ValueTask WaitUntilAcknowledgedAsync()
    {
        var since = _clock.GetTimestamp();
        for (var tries = 0; !IsAcknowledged(); tries++)
        {
            Cancel.ThrowIfCancellationRequested();
            if (_clock.GetElapsedTime(since) > Limits.IdleTimeout)
            {
                throw _alarm.TookTooLong();
            }

            // On one machine the answer is a few microseconds away, elsewhere a round trip: nothing wakes us up for it.
            if (tries < 50)
            {
                await Task.Yield();
            }
            else
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1), _clock, Cancel);
            }
        }
    }

    /// <summary>
    /// Gives a peer that takes one read for one message the time to read the last one: until it is acknowledged, where
    /// the system tells, and <see cref="TimeToRead"/> more.
    /// </summary>
    public async ValueTask LetPeerReadAsync()
    {
        if (SendBuffer.CanTell)
        {
            await WaitUntilAcknowledgedAsync();
        }

        await Task.Delay(TimeToRead, _clock, Cancel);
    }

    /// <summary>Waits so long, and says whether nothing came.</summary>
    public async ValueTask<bool> IsQuietForAsync(TimeSpan time)
    {
        await Task.Delay(time, _clock, Cancel);
        return _start == _end && !_socket.Poll(0, SelectMode.SelectRead);
    }

    /// <summary>Says that nothing more is to be sent. The peer's bytes can still be read.</summary>
    public void EndSending()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException failed)
        {
            throw TransferException.OfSocket(failed);
        }
    }

    /// <summary>The sender's end: says that nothing more is to come, and waits until the peer has ended too, which is all the thanks these protocols have.</summary>
    /// <exception cref="TransferException">The peer reset the connection, or does not end: what was sent may not have been kept.</exception>
    public async ValueTask FinishAsync()
    {
        EndSending();
        var ignored = new byte[LastWords];
        for (var said = 0; said < LastWords;)
        {
            var count = await ReadAsync(ignored);
            if (count == 0)
            {
                break;
            }

            said += count;
        }

        End();
    }

    /// <summary>The receiver's end: everything came, so the connection is closed in good order.</summary>
    public void End() => _endsWell = true;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        try
        {
            _socket.LingerState = new LingerOption(!_endsWell, 0);
        }
        catch (SocketException)
        {
            // Some systems refuse it for a connection that the peer has reset: it needs no other end.
        }

        if (_hasPlace)
        {
            _places!.Release();
        }

        _socket.Dispose();
        _alarm.Dispose();
    }

    private bool IsAcknowledged()
    {
        try
        {
            return SendBuffer.IsEmpty(_socket);
        }
        catch (SocketException failed)
        {
            throw TransferException.OfSocket(failed);
        }
    }
}
