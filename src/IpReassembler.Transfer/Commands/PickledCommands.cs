using System.Buffers;

namespace IpReassembler.Transfer;

/// <summary>
/// Commands as Python pickles. A request is a list <c>[WORD, argument]</c>. The answer is a <c>str</c>, a list of <c>str</c>, or for a
/// file a tuple of its name and its <c>bytes</c>.
/// </summary>
internal sealed class PickledCommands(Connection connection, CommandInput input) : ICommandWire
{
    // What an answer has beside a file: its name, and opcodes.
    private const int AnswerOverhead = 1 << 16;

    /// <summary>Whether a first byte can be that of a pickled list or tuple: the mark of the protocol, or an opcode of the older ones that have none.</summary>
    public static bool BeginsWith(byte first) => (PickleOpcode)first is PickleOpcode.Proto or PickleOpcode.Mark or PickleOpcode.EmptyList;

    public byte[] Write(CommandKind kind, string? argument) => PickleWriter.ToBytes(new PickleValue.List(
        new PickleValue.Text(CommandVocabulary.PickledWord(kind)), argument is null ? new PickleValue.None() : new PickleValue.Text(argument)));

    public async ValueTask<CommandRequest?> ReadRequestAsync()
    {
        connection.BeginMessage();
        return await ReadAsync(PickleLimits.Request) switch
        {
            null => null,
            PickleValue.Sequence { Items: [PickleValue.Text word] } => Understand(word, null),
            PickleValue.Sequence { Items: [PickleValue.Text word, PickleValue.None] } => Understand(word, null),
            PickleValue.Sequence { Items: [PickleValue.Text word, PickleValue.Text argument] } => Understand(word, argument),
            _ => new CommandRequest(null),
        };
    }

    public byte[] WriteWords(string text, bool isRefusal) => PickleWriter.ToBytes(new PickleValue.Text(text));

    public byte[] WriteNames(IReadOnlyList<string> names) => PickleWriter.ToBytes(new PickleValue.List(names.Select(name => new PickleValue.Text(name))));

    public (byte[] Before, byte[] After) FrameFile(string name, long size)
    {
        var before = new ArrayBufferWriter<byte>();
        var writer = new PickleWriter(before);
        writer.Begin();
        writer.Write(new PickleValue.Text(name));
        writer.BeginBytes(size);
        return (before.WrittenSpan.ToArray(), [(byte)PickleOpcode.Tuple2, (byte)PickleOpcode.Stop]);
    }

    public async ValueTask<CommandReply?> ReadReplyAsync(CommandKind asked)
    {
        var limits = new PickleLimits { MaxLength = (int)Math.Min(Math.Min(connection.Limits.MaxSize, Array.MaxLength) + AnswerOverhead, Array.MaxLength) };
        return await ReadAsync(limits) switch
        {
            null => null,
            PickleValue.Text text => new CommandReply.Words(text.Value),
            PickleValue.Sequence { Items: [PickleValue.Text name, PickleValue.Bytes content] } => new CommandReply.File(name.Value, content.Value),
            PickleValue.Sequence names when asked == CommandKind.List && names.Items.All(item => item is PickleValue.Text) =>
                new CommandReply.Names([.. names.Items.Cast<PickleValue.Text>().Select(item => item.Value)]),
            var other => new CommandReply.Words(other.ToString()!),
        };
    }

    private static CommandRequest Understand(PickleValue.Text word, PickleValue.Text? argument) =>
        new(CommandVocabulary.Find(word.Value), argument?.Value);

    private async ValueTask<PickleValue?> ReadAsync(PickleLimits limits)
    {
        var reader = new PickleReader(limits);
        while (true)
        {
            input.Advance(reader.Accept(input.Bytes.Span));
            switch (reader.Status)
            {
                case PickleReadStatus.Complete:
                    return reader.Value;
                case PickleReadStatus.Refused:
                    var fault = reader.Defect is PickleDefect.TooLong or PickleDefect.TooManyValues ? TransferFault.Limit : TransferFault.Protocol;
                    throw new TransferException(fault, $"the pickle is refused at {reader.Explain()}");
            }

            if (!await input.FillAsync())
            {
                return reader.Length == 0 ? null : throw CommandInput.CutShort();
            }
        }
    }
}
