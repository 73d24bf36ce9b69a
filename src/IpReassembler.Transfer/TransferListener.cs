using System.Net;
using System.Net.Sockets;

namespace IpReassembler.Transfer;

/// <summary>Waits for peers at a port and serves each in a task of its own, so many at once as the limits say.</summary>
public sealed class TransferListener : IDisposable
{
    // How many connections the system keeps waiting while all places are taken.
    private const int Backlog = 512;

    // How many may be connected beyond those that are served: silent ones, and ones that wait for a place. Each costs as much as the others.
    private const int Waiting = 256;

    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(100);

    private readonly Socket _socket;
    private readonly TransferLimits _limits;
    private readonly TimeProvider _clock;

    private TransferListener(Socket socket, TransferLimits limits, TimeProvider clock)
    {
        (_socket, _limits, _clock) = (socket, limits, clock);
        Address = (IPEndPoint)socket.LocalEndPoint!;
    }

    /// <summary>How long transfers under way may go on after the end was asked for.</summary>
    public static TimeSpan Grace { get; } = TimeSpan.FromSeconds(2);

    /// <summary>Where it listens: the port is the real one, also when 0 was asked for.</summary>
    public IPEndPoint Address { get; }

    /// <summary>Begins to listen.</summary>
    /// <param name="address">Which of this machine's addresses.</param>
    /// <param name="port">The port; 0 for any that is free.</param>
    /// <param name="limits">What peers may ask for.</param>
    /// <param name="clock">Measures waits and rates.</param>
    /// <exception cref="TransferException">The port is taken, or not permitted.</exception>
    public static TransferListener Bind(IPAddress address, int port, TransferLimits limits, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(address);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(Backlog);
            return new TransferListener(socket, limits, clock);
        }
        catch (SocketException failed)
        {
            socket.Dispose();
            throw failed.SocketErrorCode == SocketError.AccessDenied
                ? new TransferException(
                    TransferFault.NotPermitted, $"cannot listen on {address} port {port}: not permitted. Choose a port from 1024 up, or run: sudo sysctl net.ipv4.ip_unprivileged_port_start={port}", failed)
                : new TransferException(TransferFault.Network, $"cannot listen on {address} port {port}: {TransferException.Explain(failed)}", failed);
        }
    }

    /// <summary>Waits for one peer. The connection is the caller's.</summary>
    public async Task<Connection> AcceptAsync(CancellationToken cancel) => await AcceptAsync(places: null, cancel, cancel);

    /// <summary>
    /// Serves until <paramref name="stop"/>. Then nobody new is let in, transfers under way have <see cref="Grace"/> to finish, and
    /// what is left is cut: its next wait ends with <see cref="OperationCanceledException"/>.
    /// </summary>
    /// <param name="serve">Serves one peer; it deals with everything a peer can do wrong. The connection is closed behind it.</param>
    /// <param name="stop">Asks for the end.</param>
    public async Task RunAsync(Func<Connection, Task> serve, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(serve);
        using var places = new SemaphoreSlim(_limits.MaxClients);
        using var doors = new SemaphoreSlim(_limits.MaxClients + Waiting);
        using var cut = new CancellationTokenSource();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var running = new HashSet<Task>();
        try
        {
            while (true)
            {
                await doors.WaitAsync(end.Token);
                var connection = await AcceptAsync(places, end.Token, cut.Token);
                running.RemoveWhere(task => task.IsCompletedSuccessfully);
                running.Add(Serve(connection));
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
        }

        var all = Task.WhenAll(running);
        await Task.WhenAny(all, Task.Delay(Grace, _clock, CancellationToken.None));
        await cut.CancelAsync();
        await all;

        async Task Serve(Connection connection)
        {
            try
            {
                using (connection)
                {
                    await Task.Yield();
                    await serve(connection);
                }
            }
            catch (Exception bug) when (bug is not OperationCanceledException || !cut.IsCancellationRequested)
            {
                await end.CancelAsync();
                throw;
            }
            finally
            {
                doors.Release();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private async Task<Connection> AcceptAsync(SemaphoreSlim? places, CancellationToken cancel, CancellationToken cut)
    {
        while (true)
        {
            Socket? peer = null;
            try
            {
                peer = await _socket.AcceptAsync(cancel);
                return new Connection(peer, _limits, _clock, places, cut);
            }
            catch (SocketException)
            {
                peer?.Dispose();
                // A peer that went away in the queue, or no descriptor left until another connection is closed.
                await Task.Delay(Breath, _clock, cancel);
            }
        }
    }
}
