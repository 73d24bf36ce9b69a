namespace IpReassembler.Tcp;

/// <summary>The one thing a server has to give: a text, or a file that is read as it is sent.</summary>
/// <param name="name">The name of the file; empty for a text.</param>
/// <param name="type">Its media type.</param>
public abstract class ServedContent(string name, string type) : IDisposable
{
    /// <summary>The name of the file; empty for a text. It is what / stands for as well.</summary>
    public string Name => name;

    /// <summary>Its media type.</summary>
    public string Type => type;

    /// <summary>How long it is now, in bytes.</summary>
    /// <exception cref="IOException">The file cannot be asked.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be asked any more.</exception>
    public abstract long Length { get; }

    /// <summary>A text.</summary>
    public static ServedContent Of(string text) => new ServedText(text);

    /// <summary>A file, which stays open.</summary>
    /// <exception cref="IOException">It cannot be opened, or is none of a length that is known beforehand.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static ServedContent Open(string path) => ServedFile.Open(path);

    /// <summary>Whether a request for this path means it.</summary>
    public bool IsAt(string path) => path == "/" || (Name.Length > 0 && path == "/" + Name);

    /// <summary>Copies bytes from a place on.</summary>
    /// <returns>How many there were: fewer than there is room for only at the end.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read any more.</exception>
    public abstract int Read(long offset, Span<byte> destination);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives back what it holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
