using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using IpReassembler.Transfer;

namespace IpReassembler.Tests.Transfer;

/// <summary>A server on a free port of loopback, and how each of its transfers ended.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    /// <summary>Longer than any test takes: who waits so long waits for something that does not come.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TransferListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<Ending> _endings = Channel.CreateUnbounded<Ending>();
    private readonly Task _running;
    private int _atOnce;

    public TestServer(Func<Connection, IAsyncEnumerable<TransferStep>> protocol, TransferLimits? limits = null)
    {
        _listener = TransferListener.Bind(IPAddress.Loopback, 0, limits ?? new TransferLimits(), TimeProvider.System);
        _running = _listener.RunAsync(connection => Serve(connection, protocol), _stop.Token);
    }

    /// <summary>How a transfer ended: what it brought, and why it failed.</summary>
    public sealed record Ending(IReadOnlyList<TransferredFile> Files, Exception? Failure)
    {
        public TransferFault? Fault => (Failure as TransferException)?.Fault;
    }

    /// <summary>The port it listens on.</summary>
    public int Port => _listener.Address.Port;

    /// <summary>The most transfers that went on at the same time, each from its first step.</summary>
    public int MostAtOnce { get; private set; }

    /// <summary>A peer that can do anything.</summary>
    public Socket Connect()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(_listener.Address);
        return socket;
    }

    /// <summary>A peer of our own.</summary>
    public Task<Connection> OpenAsync(TransferLimits? limits = null) => Connection.OpenAsync("127.0.0.1", Port, limits ?? new TransferLimits(), TimeProvider.System, default);

    /// <summary>How the next transfer ends.</summary>
    public async Task<Ending> NextAsync() => await _endings.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    /// <summary>Asks it to stop, and waits until it has.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _listener.Dispose();
        _stop.Dispose();
    }

    /// <summary>Goes through a transfer and keeps the files it finished.</summary>
    public static async Task<Ending> Follow(IAsyncEnumerable<TransferStep> transfer)
    {
        var files = new List<TransferredFile>();
        try
        {
            await foreach (var step in transfer)
            {
                if (step.File is { } file)
                {
                    files.Add(file);
                }
            }

            return new Ending(files, null);
        }
        catch (Exception failure) when (failure is TransferException or OperationCanceledException)
        {
            return new Ending(files, failure);
        }
    }

    private async Task Serve(Connection connection, Func<Connection, IAsyncEnumerable<TransferStep>> protocol)
    {
        var hasBegun = false;
        var ending = await Follow(protocol(connection).Select(step =>
        {
            lock (_endings)
            {
                MostAtOnce = hasBegun ? MostAtOnce : Math.Max(MostAtOnce, ++_atOnce);
                hasBegun = true;
            }

            return step;
        }));
        lock (_endings)
        {
            _atOnce -= hasBegun ? 1 : 0;
        }

        _endings.Writer.TryWrite(ending);
    }
}
