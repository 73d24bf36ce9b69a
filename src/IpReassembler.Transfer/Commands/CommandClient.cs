namespace IpReassembler.Transfer;

/// <summary>Asks a command server, one question after the other over one connection.</summary>
public sealed class CommandClient
{
    private readonly Connection _connection;
    private readonly ICommandWire _wire;

    /// <param name="connection">An open connection; it stays the caller's.</param>
    /// <param name="asLines">Whether to speak in lines of text; otherwise in pickles.</param>
    public CommandClient(Connection connection, bool asLines)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _connection = connection;
        var input = new CommandInput(connection);
        _wire = asLines ? new LineCommands(connection, input) : new PickledCommands(connection, input);
    }

    /// <summary>Asks, and waits for the answer.</summary>
    /// <param name="kind">The command.</param>
    /// <param name="argument">The name of the file for <see cref="CommandKind.File"/>; null for the others.</param>
    /// <exception cref="TransferException">There is no answer, it is none, or it is longer than the connection's limits allow.</exception>
    public async ValueTask<CommandReply> AskAsync(CommandKind kind, string? argument = null)
    {
        if (argument?.AsSpan().IndexOfAny('\r', '\n') >= 0)
        {
            throw new TransferException(TransferFault.Protocol, "the name of a file that is asked for has no line end in it");
        }

        await _connection.WriteAsync(_wire.Write(kind, argument));
        _connection.BeginMessage();
        var reply = await _wire.ReadReplyAsync(kind);
        _connection.End(); // Between two questions is a good moment to leave.
        return reply
            ?? (kind == CommandKind.Quit ? new CommandReply.Words("") // There are servers that just end.
            : throw new TransferException(TransferFault.Network, "the connection ended without an answer"));
    }
}
