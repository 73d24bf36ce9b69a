namespace IpReassembler.Transfer;

/// <summary>What a command server answered: one of three things.</summary>
public abstract class CommandReply
{
    private CommandReply()
    {
    }

    /// <summary>Words: an answer to <see cref="CommandKind.Info"/>, <see cref="CommandKind.Time"/> and <see cref="CommandKind.Quit"/>, to others the reason why not.</summary>
    public sealed class Words(string text) : CommandReply
    {
        /// <summary>As the server sent it. It may hold characters that move a terminal's cursor.</summary>
        public string Text { get; } = text;
    }

    /// <summary>The names of files.</summary>
    public sealed class Names(IReadOnlyList<string> items) : CommandReply
    {
        /// <summary>As the server sent them: nothing says that they are good names here.</summary>
        public IReadOnlyList<string> Items { get; } = items;
    }

    /// <summary>A file.</summary>
    public sealed class File(string name, ReadOnlyMemory<byte> content) : CommandReply
    {
        /// <summary>As the server sent it: nothing says that it is a good name here.</summary>
        public string Name { get; } = name;

        /// <summary>Its bytes.</summary>
        public ReadOnlyMemory<byte> Content { get; } = content;
    }
}
