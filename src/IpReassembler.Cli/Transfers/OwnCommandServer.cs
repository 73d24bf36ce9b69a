using System.Net;
using IpReassembler.Transfer;

namespace IpReassembler.Cli;

/// <summary>A command server in this process, for as long as somebody talks with it.</summary>
internal sealed class OwnCommandServer : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TransferListener _listener;
    private readonly Task _running;

    /// <param name="folder">The folder whose files it gives.</param>
    /// <param name="port">Its port on the loopback.</param>
    /// <param name="limits">What may be asked for.</param>
    /// <param name="terminal">Where it tells what went wrong.</param>
    public OwnCommandServer(string folder, int port, TransferLimits limits, Terminal terminal)
    {
        var server = new CommandServer(folder, limits.MaxSize, TimeProvider.System);
        _listener = TransferListener.Bind(IPAddress.Loopback, port, limits, TimeProvider.System);
        terminal.Error.WriteLine($"commands: listening on {_listener.Address}; gives files of {folder}. It ends with you.");
        _running = Task.Run(() => _listener.RunAsync(connection => FollowAsync(server, connection, terminal), _stop.Token));
    }

    /// <summary>Where it listens.</summary>
    public int Port => _listener.Address.Port;

    public void Dispose()
    {
        _stop.Cancel();
        _running.GetAwaiter().GetResult();
        _listener.Dispose();
        _stop.Dispose();
    }

    private static async Task FollowAsync(CommandServer server, Connection connection, Terminal terminal)
    {
        try
        {
            await foreach (var _ in server.ServeAsync(connection))
            {
            }
        }
        catch (TransferException failed)
        {
            terminal.Error.WriteLine($"commands: {failed.Message}");
        }
    }
}
