using System.Globalization;
using System.Text;

namespace IpReassembler.Transfer;

/// <summary>
/// Commands as lines of UTF-8, for people with <c>nc</c> or <c>telnet</c>: a word and, for a file, its name. The answer is a line; for a
/// list the number of names and a line for each; for a file its size and name in a line, then its bytes. A line that begins with
/// <c>erro: </c> says why not.
/// </summary>
internal sealed class LineCommands(Connection connection, CommandInput input) : ICommandWire
{
    private const string Refusal = "erro: ";

    /// <summary>Whether a first byte can be that of a word.</summary>
    public static bool BeginsWith(byte first) => char.IsAsciiLetter((char)first) || first is (byte)' ' or (byte)'\r' or (byte)'\n';

    public byte[] Write(CommandKind kind, string? argument) =>
        Line(argument is null ? CommandVocabulary.LineWord(kind) : $"{CommandVocabulary.LineWord(kind)} {argument}");

    public async ValueTask<CommandRequest?> ReadRequestAsync()
    {
        connection.BeginMessage();
        if (await input.ReadLineAsync() is not { } line)
        {
            return null;
        }

        var words = Encoding.UTF8.GetString(line.Span).Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words.Length == 0 ? new CommandRequest(null) : new CommandRequest(CommandVocabulary.Find(words[0]), words.ElementAtOrDefault(1));
    }

    public byte[] WriteWords(string text, bool isRefusal) => Line(
        text == CommandVocabulary.UnknownCommand ? $"{Refusal}{text} ({string.Join(", ", Enum.GetValues<CommandKind>().Select(CommandVocabulary.LineWord))})"
        : isRefusal ? Refusal + text
        : text);

    public byte[] WriteNames(IReadOnlyList<string> names) =>
        Line(string.Join('\n', names.Prepend(names.Count.ToString(CultureInfo.InvariantCulture))));

    public (byte[] Before, byte[] After) FrameFile(string name, long size) => (Line(string.Create(CultureInfo.InvariantCulture, $"{size} {name}")), []);

    public async ValueTask<CommandReply?> ReadReplyAsync(CommandKind asked)
    {
        if (await ReadTextAsync() is not { } first)
        {
            return null;
        }

        return first.StartsWith(Refusal, StringComparison.Ordinal) ? new CommandReply.Words(first[Refusal.Length..])
            : asked == CommandKind.List ? await ReadNamesAsync(first)
            : asked == CommandKind.File ? await ReadFileAsync(first)
            : new CommandReply.Words(first);
    }

    private static byte[] Line(string text) => Encoding.UTF8.GetBytes(text + "\n");

    private async ValueTask<CommandReply> ReadNamesAsync(string first)
    {
        if (!int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            throw NotAnAnswer(first);
        }

        if (count > connection.Limits.MaxFiles)
        {
            throw new TransferException(TransferFault.Limit, $"there are {count} names, and {connection.Limits.MaxFiles} are taken");
        }

        var names = new List<string>();
        while (names.Count < count)
        {
            names.Add(await ReadTextAsync() ?? throw CommandInput.CutShort());
        }

        return new CommandReply.Names(names);
    }

    private async ValueTask<CommandReply> ReadFileAsync(string first)
    {
        if (first.Split(' ', 2) is not [var digits, var name] || !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var size))
        {
            throw NotAnAnswer(first);
        }

        if (size > Math.Min(connection.Limits.MaxSize, Array.MaxLength))
        {
            throw new TransferException(TransferFault.Limit, $"{name} has {size} bytes, and {connection.Limits.MaxSize} are taken");
        }

        // The stream grows with what came, whatever the size that was claimed.
        using var content = new MemoryStream();
        while (content.Length < size)
        {
            var piece = input.Bytes[..(int)Math.Min(input.Bytes.Length, size - content.Length)];
            content.Write(piece.Span);
            input.Advance(piece.Length);
            if (piece.IsEmpty && !await input.FillAsync())
            {
                throw TransferException.CutShort(name, content.Length, size);
            }
        }

        return new CommandReply.File(name, content.GetBuffer().AsMemory(0, (int)content.Length));
    }

    private async ValueTask<string?> ReadTextAsync() =>
        await input.ReadLineAsync() is { } line ? Encoding.UTF8.GetString(line.Span) : null;

    private static TransferException NotAnAnswer(string line) =>
        new(TransferFault.Protocol, $"{PythonLiteral.Of(line)} is no answer to this command");
}
