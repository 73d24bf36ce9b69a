using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using IpReassembler.Transfer;

namespace IpReassembler.Tests.Transfer;

/// <summary>A command server on a free port of the loopback, over a folder of its own.</summary>
internal sealed class RunningCommandServer : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _failed = new(0);
    private readonly TransferListener _listener;
    private readonly Task _running;

    public RunningCommandServer(TransferLimits? limits = null)
    {
        Limits = limits ?? new TransferLimits { MaxClients = 1000 };
        _listener = TransferListener.Bind(IPAddress.Loopback, 0, Limits, TimeProvider.System);
        var server = new CommandServer(Folder.Path, Limits.MaxSize, TimeProvider.System);
        _running = _listener.RunAsync(connection => FollowAsync(server, connection), _stop.Token);
    }

    public TransferLimits Limits { get; }

    public int Port => _listener.Address.Port;

    public TemporaryFolder Folder { get; } = new();

    public ConcurrentQueue<TransferredFile> Sent { get; } = [];

    public ConcurrentQueue<TransferException> Failures { get; } = [];

    /// <summary>A client as the tool has it.</summary>
    public async Task<(Connection Connection, CommandClient Client)> ConnectAsync(bool asLines)
    {
        var connection = await Connection.OpenAsync("127.0.0.1", _listener.Address.Port, Limits with { IdleTimeout = Patience }, TimeProvider.System, TestContext.Current.CancellationToken);
        return (connection, new CommandClient(connection, asLines));
    }

    /// <summary>A peer that sends what it likes.</summary>
    public Socket ConnectRaw()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true, ReceiveTimeout = (int)Patience.TotalMilliseconds,
        };
        socket.Connect(_listener.Address);
        return socket;
    }

    /// <summary>Waits until so many peers have failed in this way.</summary>
    public async Task FailedAsync(int count, Func<TransferException, bool> way)
    {
        while (Failures.Count(way) < count)
        {
            Assert.True(await _failed.WaitAsync(Patience), $"only {Failures.Count(way)} of {count} failed in this way");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _listener.Dispose();
        _stop.Dispose();
        _failed.Dispose();
        Folder.Dispose();
    }

    private async Task FollowAsync(CommandServer server, Connection connection)
    {
        try
        {
            await foreach (var step in server.ServeAsync(connection))
            {
                if (step.File is { } file)
                {
                    Sent.Enqueue(file);
                }
            }
        }
        catch (TransferException failed)
        {
            Failures.Enqueue(failed);
            _failed.Release();
        }
    }
}
