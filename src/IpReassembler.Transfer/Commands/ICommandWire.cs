namespace IpReassembler.Transfer;

/// <summary>How commands and answers are written: as pickles, or as lines of text.</summary>
internal interface ICommandWire
{
    /// <summary>The bytes of a request.</summary>
    byte[] Write(CommandKind kind, string? argument);

    /// <summary>Reads a request.</summary>
    /// <returns>Null when the peer has ended its side.</returns>
    /// <exception cref="TransferException">It is none; nobody can tell where the next one begins.</exception>
    ValueTask<CommandRequest?> ReadRequestAsync();

    /// <summary>The bytes of an answer in words.</summary>
    /// <param name="text">The words.</param>
    /// <param name="isRefusal">Whether they say why there is no other answer.</param>
    byte[] WriteWords(string text, bool isRefusal);

    /// <summary>The bytes of a list of names.</summary>
    byte[] WriteNames(IReadOnlyList<string> names);

    /// <summary>The bytes in front of a file's and behind them.</summary>
    (byte[] Before, byte[] After) FrameFile(string name, long size);

    /// <summary>Reads an answer.</summary>
    /// <param name="asked">What it is an answer to.</param>
    /// <returns>Null when the peer ended in front of it.</returns>
    /// <exception cref="TransferException">It is none, or too long.</exception>
    ValueTask<CommandReply?> ReadReplyAsync(CommandKind asked);
}
