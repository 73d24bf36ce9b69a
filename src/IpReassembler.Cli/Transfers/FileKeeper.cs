using System.Text;
using IpReassembler.Transfer;

namespace IpReassembler.Cli;

/// <summary>Where the files of a conversation go: a folder, one name, or standard output.</summary>
internal sealed class FileKeeper
{
    private readonly ReceivedFiles? _files;
    private readonly string? _name;
    private readonly Terminal _terminal;

    private FileKeeper(ReceivedFiles? files, string? name, Terminal terminal) => (_files, _name, _terminal) = (files, name, terminal);

    /// <param name="path">A folder, the name for a file, or <c>-</c>.</param>
    /// <param name="whenExists">What to do with a name that is taken.</param>
    /// <param name="terminal">Where <c>-</c> goes.</param>
    public static FileKeeper Of(string path, WhenExists whenExists, Terminal terminal)
    {
        FileName.MustNotBeEmpty(path, "the file to store");
        if (path == "-")
        {
            return new FileKeeper(null, null, terminal);
        }

        var isFolder = Directory.Exists(path);
        var folder = isFolder ? path : Path.GetDirectoryName(path) is { Length: > 0 } parent ? parent : ".";
        return new FileKeeper(new ReceivedFiles(folder, whenExists), isFolder ? null : Path.GetFileName(path), terminal);
    }

    /// <summary>Keeps a file.</summary>
    /// <param name="name">As it was asked for.</param>
    /// <param name="content">Its bytes.</param>
    /// <returns>What became of it; null when it was printed.</returns>
    public TransferredFile? Keep(string name, ReadOnlyMemory<byte> content)
    {
        if (_files is null)
        {
            using var output = new StandardOutput(_terminal.Output);
            output.Write(content.Span);
            output.Flush();
            return null;
        }

        using var file = _files.Create(_name ?? SafeName.Of(Encoding.UTF8.GetBytes(name)));
        file.Write(content.Span);
        return file.Commit();
    }
}
