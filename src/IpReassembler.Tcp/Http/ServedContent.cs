using System.Text;
using Microsoft.Win32.SafeHandles;

namespace IpReassembler.Tcp;

/// <summary>The one thing a server has to give: a text, or a file that is read as it is sent.</summary>
public sealed class ServedContent : IDisposable
{
    private readonly byte[] _text = [];
    private readonly SafeFileHandle? _file;

    private ServedContent(byte[] text) => (_text, Type) = (text, "text/plain; charset=utf-8");

    private ServedContent(SafeFileHandle file, string name) => (_file, Name, Type) = (file, name, "application/octet-stream");

    /// <summary>The name of the file; empty for a text. It is what / stands for as well.</summary>
    public string Name { get; } = "";

    /// <summary>Its media type.</summary>
    public string Type { get; }

    /// <summary>How long it is now, in bytes.</summary>
    /// <exception cref="IOException">The file cannot be asked.</exception>
    public long Length => _file is null ? _text.Length : RandomAccess.GetLength(_file);

    /// <summary>A text.</summary>
    public static ServedContent Of(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>A file, which stays open.</summary>
    /// <exception cref="IOException">It cannot be opened, or is none of a length that is known beforehand.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static ServedContent Open(string path)
    {
        if (Directory.Exists(path))
        {
            throw new IOException("it is a folder. Give the name of a file in it.");
        }

        var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        if (HasLength(file))
        {
            return new ServedContent(file, Path.GetFileName(path));
        }

        file.Dispose();
        throw new IOException("it does not say how long it is, as a pipe or a device. Copy it into a file first.");
    }

    /// <summary>Whether a request for this path means it.</summary>
    public bool IsAt(string path) => path == "/" || (Name.Length > 0 && path == "/" + Name);

    /// <summary>Copies bytes from a place on.</summary>
    /// <returns>How many there were: fewer than there is room for only at the end.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public int Read(long offset, Span<byte> destination)
    {
        if (_file is not null)
        {
            return RandomAccess.Read(_file, destination, offset);
        }

        var rest = _text.AsSpan((int)Math.Min(offset, _text.Length));
        var count = Math.Min(rest.Length, destination.Length);
        rest[..count].CopyTo(destination);
        return count;
    }

    // What claims to be empty and gives bytes is made as it is read.
    private static bool HasLength(SafeFileHandle file)
    {
        try
        {
            return RandomAccess.GetLength(file) > 0 || RandomAccess.Read(file, new byte[1], 0) == 0;
        }
        catch (NotSupportedException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();
}
