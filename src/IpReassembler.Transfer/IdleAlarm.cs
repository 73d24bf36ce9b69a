using System.Net.Sockets;

namespace IpReassembler.Transfer;

/// <summary>Ends a wait for a peer that does nothing.</summary>
internal sealed class IdleAlarm : IDisposable
{
    private readonly TimeSpan _limit;
    private readonly CancellationToken _cancel;
    private readonly CancellationTokenSource _wait;
    private readonly ITimer _timer;

    /// <param name="limit">How long one wait may last.</param>
    /// <param name="clock">Measures it.</param>
    /// <param name="cancel">Ends every wait, with <see cref="OperationCanceledException"/>.</param>
    public IdleAlarm(TimeSpan limit, TimeProvider clock, CancellationToken cancel)
    {
        (_limit, _cancel, _wait) = (limit, cancel, CancellationTokenSource.CreateLinkedTokenSource(cancel));
        _timer = clock.CreateTimer(wait => ((CancellationTokenSource)wait!).Cancel(), _wait, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What ends the call that is waited for.</summary>
    public CancellationToken Token => _wait.Token;

    /// <summary>Waits for a call on the socket that was begun with <see cref="Token"/>.</summary>
    /// <exception cref="TransferException">The peer did nothing for so long, or the connection failed.</exception>
    public async ValueTask<int> Wait(ValueTask<int> pending)
    {
        var isTimed = !pending.IsCompleted;
        try
        {
            if (isTimed)
            {
                _timer.Change(_limit, Timeout.InfiniteTimeSpan);
            }

            return await pending;
        }
        catch (OperationCanceledException)
        {
            _cancel.ThrowIfCancellationRequested();
            throw TookTooLong();
        }
        catch (SocketException failed)
        {
            throw TransferException.OfSocket(failed);
        }
        finally
        {
            if (isTimed)
            {
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>What is to be thrown of a peer that let us wait too long.</summary>
    public TransferException TookTooLong() => new(TransferFault.Timeout, $"the peer did nothing for {Connection.Show(_limit)}");

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        _wait.Dispose();
    }
}
