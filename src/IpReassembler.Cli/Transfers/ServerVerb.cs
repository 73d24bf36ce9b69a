using System.CommandLine;
using System.Net;
using IpReassembler.Transfer;

namespace IpReassembler.Cli;

/// <summary><c>ipreasm serve PROTO</c>: the options and the loop that all servers share. A protocol adds its own and says how one peer is served.</summary>
internal sealed class ServerVerb
{
    private readonly TransferOptions _transfer;
    private readonly StorageOptions? _storage;
    private readonly Option<IPAddress?> _bind = Options.Of<IPAddress?>("--bind", [], "ADDR", "Listen on this address; 0.0.0.0 for all [127.0.0.1]", ParseAddress);
    private readonly Option<long?> _port;
    private readonly Option<long?> _maxClients;
    private readonly Option<bool> _once = Options.Switch("--once", [], "Serve one transfer, then end with its exit code");
    private readonly string _protocol;
    private readonly int _usualPort;
    private readonly int _usualClients;

    /// <param name="protocol">The protocol's name.</param>
    /// <param name="description">What it does, in a sentence.</param>
    /// <param name="mostUsed">The options that most people need, those of the protocol included.</param>
    /// <param name="examples">Three command lines to begin with.</param>
    /// <param name="usualPort">Its port.</param>
    /// <param name="storage">How what comes is stored; null when nothing is.</param>
    /// <param name="severalFiles">Whether one transfer may have more than one file.</param>
    /// <param name="usualClients">How many are served at once unless told.</param>
    /// <param name="usualIdle">How long one wait may last unless told; null for what the limits say.</param>
    public ServerVerb(
        string protocol, string description, string[] mostUsed, string[] examples, int usualPort, StorageOptions? storage = null, bool severalFiles = false, int usualClients = 64, TimeSpan? usualIdle = null)
    {
        _transfer = new TransferOptions(usualIdle);
        (_protocol, _usualPort, _usualClients, _storage) = (protocol, usualPort, usualClients, storage);
        _port = Options.Of<long?>("--port", [], "N", $"Listen on this port; 0 for any that is free [{usualPort}]", text => Options.ParseNumber(0, 65_535)(text));
        _maxClients = Options.Of<long?>(
            "--max-clients", [], "N", $"Serve so many at once; others wait [{usualClients}]", text => Options.ParseNumber(1, 10_000)(text));
        Command = new Verb(protocol, description) { MostUsed = mostUsed, Examples = examples };
        foreach (Option option in new Option[] { _bind, _port, _once, _maxClients })
        {
            Command.Options.Add(option);
        }

        storage?.AddTo(Command, severalFiles);
        _transfer.AddTo(Command);
    }

    /// <summary>The command, for the protocol to add its own words to.</summary>
    public Command Command { get; }

    /// <summary>Makes it a server that stores what comes in a folder.</summary>
    /// <param name="terminal">Where it is told.</param>
    /// <param name="interruption">Asks for the end.</param>
    /// <param name="receive">Takes what one peer sends.</param>
    public void StoreWhatComes(Terminal terminal, Interruption interruption, Func<Connection, ReceivedFiles, IAsyncEnumerable<TransferStep>> receive)
    {
        var folder = FolderOption.Create();
        Command.Options.Insert(0, folder);
        Command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(folder);
            var files = new ReceivedFiles(path, _storage!.WhenTaken(parsed));
            return Run(parsed, terminal, interruption, $"files go to {path}", connection => receive(connection, files));
        });
    }

    /// <summary>Serves until interrupted, or once.</summary>
    /// <param name="parsed">What was typed.</param>
    /// <param name="terminal">Where it is told.</param>
    /// <param name="interruption">Asks for the end.</param>
    /// <param name="does">What the server does, for the line that says that it listens.</param>
    /// <param name="serve">Serves one peer.</param>
    /// <returns>The exit code.</returns>
    public int Run(ParseResult parsed, Terminal terminal, Interruption interruption, string does, Func<Connection, IAsyncEnumerable<TransferStep>> serve)
    {
        var limits = _transfer.Limits(parsed) with { MaxClients = (int?)parsed.GetValue(_maxClients) ?? _usualClients };
        limits = _storage?.Limits(parsed, limits) ?? limits;
        var output = _transfer.Output(parsed, terminal);
        using var listener = TransferListener.Bind(
            parsed.GetValue(_bind) ?? IPAddress.Loopback, (int?)parsed.GetValue(_port) ?? _usualPort, limits, TimeProvider.System);
        output.Listening(_protocol, listener.Address, does);
        return parsed.GetValue(_once)
            ? ServeOne(listener, serve, output, interruption).GetAwaiter().GetResult()
            : ServeAll(listener, serve, output, interruption).GetAwaiter().GetResult();
    }

    private static async Task<int> ServeOne(
        TransferListener listener, Func<Connection, IAsyncEnumerable<TransferStep>> serve, TransferOutput output, Interruption interruption)
    {
        try
        {
            using var connection = await listener.AcceptAsync(interruption.Token);
            return await output.Follow(connection.Peer, serve(connection), interruption);
        }
        catch (OperationCanceledException) when (interruption.Requested)
        {
            return interruption.ExitCode;
        }
    }

    private static async Task<int> ServeAll(
        TransferListener listener, Func<Connection, IAsyncEnumerable<TransferStep>> serve, TransferOutput output, Interruption interruption)
    {
        await listener.RunAsync(connection => output.Follow(connection.Peer, serve(connection), interruption), interruption.Token);
        return interruption.ExitCode;
    }

    internal static IPAddress ParseAddress(string text) =>
        text == "localhost" ? IPAddress.Loopback
        : IPAddress.TryParse(text, out var address) ? address
        : throw new FormatException("takes an address of this machine, such as 127.0.0.1 or 0.0.0.0");
}
