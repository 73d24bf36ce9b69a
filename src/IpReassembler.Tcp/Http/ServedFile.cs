using Microsoft.Win32.SafeHandles;

namespace IpReassembler.Tcp;

/// <summary>A file that is served, read as it is sent.</summary>
internal sealed class ServedFile : ServedContent
{
    private readonly SafeFileHandle _file;

    private ServedFile(SafeFileHandle file, string name)
        : base(name, "application/octet-stream") => _file = file;

    /// <inheritdoc/>
    public override long Length => RandomAccess.GetLength(_file);

    /// <inheritdoc cref="ServedContent.Open"/>
    public static new ServedFile Open(string path)
    {
        if (Directory.Exists(path))
        {
            throw new IOException("it is a folder. Give the name of a file in it.");
        }

        var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        if (HasLength(file))
        {
            return new ServedFile(file, Path.GetFileName(path));
        }

        file.Dispose();
        throw new IOException("it does not say how long it is, as a pipe or a device. Copy it into a file first.");
    }

    /// <inheritdoc/>
    public override int Read(long offset, Span<byte> destination) => RandomAccess.Read(_file, destination, offset);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _file.Dispose();
        base.Dispose(disposing);
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
}
