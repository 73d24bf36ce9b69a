using System.CommandLine;
using IpReassembler.Transfer;

namespace IpReassembler.Cli;

/// <summary><c>ipreasm get|put|call PROTO HOST</c>: the options and the loop that all clients share.</summary>
internal sealed class ClientVerb
{
    private readonly TransferOptions _transfer;
    private readonly StorageOptions? _storage;
    private readonly Argument<string?> _host;
    private readonly Option<long?> _port;
    private readonly int _usualPort;

    /// <param name="protocol">The protocol's name.</param>
    /// <param name="description">What it does, in a sentence.</param>
    /// <param name="mostUsed">The options that most people need, those of the protocol included.</param>
    /// <param name="examples">Three command lines to begin with.</param>
    /// <param name="usualPort">Its port.</param>
    /// <param name="storage">How what comes is stored; null when nothing is.</param>
    /// <param name="severalFiles">Whether one transfer may have more than one file.</param>
    /// <param name="hostRequired">Whether the host must be named; otherwise the protocol asks for it.</param>
    /// <param name="usualIdle">How long one wait may last unless told; null for what the limits say.</param>
    public ClientVerb(
        string protocol, string description, string[] mostUsed, string[] examples, int usualPort, StorageOptions? storage = null, bool severalFiles = false, bool hostRequired = true, TimeSpan? usualIdle = null)
    {
        _transfer = new TransferOptions(usualIdle);
        (_usualPort, _storage) = (usualPort, storage);
        _host = new Argument<string?>("HOST") { Description = "The server's name or address", Arity = hostRequired ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne };
        _port = Options.Of<long?>("--port", [], "N", $"The server's port [{usualPort}]", text => Options.ParseNumber(1, 65_535)(text));
        Command = new Verb(protocol, description) { MostUsed = mostUsed, Examples = examples };
        Command.Arguments.Add(_host);
        Command.Options.Add(_port);
        storage?.AddTo(Command, severalFiles);
        _transfer.AddTo(Command);
    }

    /// <summary>The command, for the protocol to add its own words to.</summary>
    public Command Command { get; }

    /// <summary>The host as it was typed; null when it was not.</summary>
    public string? Host(ParseResult parsed) => parsed.GetValue(_host);

    /// <summary>The server's port.</summary>
    public int Port(ParseResult parsed) => (int?)parsed.GetValue(_port) ?? _usualPort;

    /// <summary>What the peer may ask for.</summary>
    public TransferLimits Limits(ParseResult parsed)
    {
        var limits = _transfer.Limits(parsed);
        return _storage?.Limits(parsed, limits) ?? limits;
    }

    /// <summary>Connects and transfers.</summary>
    /// <param name="parsed">What was typed.</param>
    /// <param name="terminal">Where it is told.</param>
    /// <param name="interruption">Asks for the end.</param>
    /// <param name="transfer">Does it, over an open connection.</param>
    /// <returns>The exit code.</returns>
    public int Run(ParseResult parsed, Terminal terminal, Interruption interruption, Func<Connection, IAsyncEnumerable<TransferStep>> transfer) =>
        Run(parsed, terminal, interruption, parsed.GetValue(_host)!, null, (connection, _) => transfer(connection));

    /// <summary>Connects to where the user was asked for, and transfers.</summary>
    public int Run(
        ParseResult parsed, Terminal terminal, Interruption interruption, string host, int? port,
        Func<Connection, TransferOutput, IAsyncEnumerable<TransferStep>> transfer)
    {
        var limits = Limits(parsed);
        port ??= Port(parsed);
        return Transfer(_transfer.Output(parsed, terminal)).GetAwaiter().GetResult();

        async Task<int> Transfer(TransferOutput output)
        {
            Connection connection;
            try
            {
                connection = await Connection.OpenAsync(host, port.Value, limits, TimeProvider.System, interruption.Token);
            }
            catch (TransferException failed)
            {
                return output.Failed(null, null, failed);
            }
            catch (OperationCanceledException) when (interruption.Requested)
            {
                return interruption.ExitCode;
            }

            using (connection)
            {
                return await output.Follow(connection.Peer, transfer(connection, output), interruption);
            }
        }
    }
}
