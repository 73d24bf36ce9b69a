using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace IpReassembler.Transfer;

/// <summary>Answers commands, in pickles or in lines of text, as each peer begins. It changes nothing on this machine.</summary>
public sealed class CommandServer
{
    /// <summary>The port that is used unless told.</summary>
    public const int Port = 65_432;

    private const int PieceLength = 64 << 10;
    private static readonly string EmptyHash = Convert.ToHexStringLower(SHA256.HashData([]));

    private readonly ServedFolder _folder;
    private readonly long _maxFileSize;
    private readonly TimeProvider _clock;

    /// <param name="folder">The folder whose files are served.</param>
    /// <param name="maxFileSize">The largest file that is sent, in bytes. Most clients hold it in memory.</param>
    /// <param name="clock">Tells the time of day.</param>
    /// <exception cref="TransferException">There is no such folder.</exception>
    public CommandServer(string folder, long maxFileSize, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        (_folder, _maxFileSize, _clock) = (new ServedFolder(folder), maxFileSize, clock);
    }

    /// <summary>Serves one peer until it says good-bye or ends its side. Only files that are sent make steps.</summary>
    /// <exception cref="TransferException">The peer does not speak the protocol, stops, or resets; it was told why where that is possible.</exception>
    public async IAsyncEnumerable<TransferStep> ServeAsync(Connection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var input = new CommandInput(connection);
        if (await input.FillAsync())
        {
            var wire = Recognise(connection, input);
            while (await NextAsync(connection, wire) is { } request)
            {
                var refusal = "";
                if (request.Kind == CommandKind.File && TryOpen(request.Argument, out var info, out var file, out refusal))
                {
                    await foreach (var step in SendAsync(connection, wire, info, file))
                    {
                        yield return step;
                    }

                    continue;
                }

                await connection.WriteAsync(request.Kind == CommandKind.File ? wire.WriteWords(refusal, isRefusal: true) : Answer(connection, wire, request));
                if (request.Kind == CommandKind.Quit)
                {
                    connection.EndSending();
                    break;
                }
            }
        }

        connection.End();
    }

    private static ICommandWire Recognise(Connection connection, CommandInput input)
    {
        var first = input.Bytes.Span[0];
        return PickledCommands.BeginsWith(first) ? new PickledCommands(connection, input)
            : LineCommands.BeginsWith(first) ? new LineCommands(connection, input)
            : throw new TransferException(TransferFault.Protocol, $"it began with the byte 0x{first:x2}, which begins neither a pickle nor a word");
    }

    // Behind a request that cannot be read, nobody knows where the next one begins: the peer hears why, and that is the end.
    private static async ValueTask<CommandRequest?> NextAsync(Connection connection, ICommandWire wire)
    {
        try
        {
            return await wire.ReadRequestAsync();
        }
        catch (TransferException wrong) when (wrong.Fault is TransferFault.Protocol or TransferFault.Limit)
        {
            await connection.WriteAsync(wire.WriteWords(wrong.Message, isRefusal: true));
            await connection.FinishAsync();
            throw;
        }
    }

    private byte[] Answer(Connection connection, ICommandWire wire, CommandRequest request) => request.Kind switch
    {
        CommandKind.Info => wire.WriteWords(CommandVocabulary.Online, isRefusal: false),
        CommandKind.Time => wire.WriteWords(_clock.GetLocalNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture), isRefusal: false),
        CommandKind.Quit => wire.WriteWords(CommandVocabulary.Farewell, isRefusal: false),
        CommandKind.List when _folder.Names(connection.Limits.MaxFiles) is { } names => wire.WriteNames(names),
        CommandKind.List => wire.WriteWords($"there are more than {connection.Limits.MaxFiles} files", isRefusal: true),
        _ => wire.WriteWords(CommandVocabulary.UnknownCommand, isRefusal: true),
    };

    // What has no bytes is not opened: opening a pipe would wait for somebody who writes to it.
    private bool TryOpen(string? name, [NotNullWhen(true)] out FileInfo? info, out OutgoingFile? file, out string refusal)
    {
        (info, file, refusal) = (name is null ? null : _folder.Find(name), null, CommandVocabulary.FileNotFound);
        if (info?.Length > _maxFileSize)
        {
            refusal = $"the file has more than {_maxFileSize} bytes";
            return false;
        }

        try
        {
            file = info?.Length > 0 ? OutgoingFile.Open(info.FullName) : null;
            return info is not null;
        }
        catch (TransferException)
        {
            refusal = "the file cannot be read"; // The peer need not know where it lies, and whose it is.
            return false;
        }
    }

    private static async IAsyncEnumerable<TransferStep> SendAsync(Connection connection, ICommandWire wire, FileInfo info, OutgoingFile? opened)
    {
        using var file = opened;
        var size = file?.Size ?? 0;
        var (before, after) = wire.FrameFile(info.Name, size);

        // A small answer goes out in one piece: there are clients that take an answer with one read.
        var buffer = new byte[PieceLength];
        before.CopyTo(buffer.AsSpan());
        var filled = before.Length;
        while (file is not null && file.Done < size)
        {
            filled += file.Read(buffer.AsSpan(filled));
            if (filled == buffer.Length)
            {
                await connection.WriteAsync(buffer);
                filled = 0;
                yield return new TransferStep(info.Name, file.Done, size) { IsSending = true };
            }
        }

        if (filled + after.Length > buffer.Length)
        {
            await connection.WriteAsync(buffer.AsMemory(0, filled));
            filled = 0;
        }

        after.CopyTo(buffer.AsSpan(filled));
        await connection.WriteAsync(buffer.AsMemory(0, filled + after.Length));
        yield return TransferStep.Finished(file?.Sent() ?? new TransferredFile(info.Name, 0, EmptyHash, FileFate.Sent));
    }
}
