namespace IpReassembler.Capture;

/// <summary>A new file that appears under its name only when it is whole.</summary>
/// <remarks>
/// It grows under another name in the same folder, so that putting it in place is one rename: whoever opens the name
/// sees the old file or the new one, never a half. Disposed before <see cref="Commit"/>, it leaves nothing behind.
/// </remarks>
public sealed class AtomicFileStream : Stream
{
    private readonly FileStream _file;
    private readonly string _target;
    private bool _isCommitted;

    private AtomicFileStream(string path, string target)
    {
        _target = target;
        if (Directory.Exists(_target))
        {
            throw new IOException($"{path} is a folder. Give the name of a file in it.");
        }
        var folder = Path.GetDirectoryName(_target)!;
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"the folder {folder} does not exist. Make it first.");
        }
        var temporary = Path.Combine(folder, $".{Path.GetFileName(_target)}.{Path.GetRandomFileName()}.tmp");
        _file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => _file.Length;

    /// <inheritdoc/>
    public override long Position { get => _file.Position; set => throw new NotSupportedException(); }

    /// <summary>Opens <paramref name="path"/> for writing: directly where it names a device or a pipe, which a rename would destroy.</summary>
    public static Stream Create(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        // A link stays a link: what it points to is replaced, or written where it is a device.
        var file = new FileInfo(path);
        var target = file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        var isDevice = IsDevice(path) || IsDevice(target);
        if (file.Exists && (isDevice || file.Length == 0))
        {
            // Opening does not harm a regular file, and it is the only way to learn that this is none.
            var direct = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            if (isDevice || !direct.CanSeek)
            {
                return direct;
            }
            direct.Dispose();
        }
        return new AtomicFileStream(path, target);
    }

    /// <summary>Puts the file in its place. The bytes are on the disk before its name is.</summary>
    public void Commit()
    {
        _file.Flush(flushToDisk: true);
        _file.Dispose();
        File.Move(_file.Name, _target, overwrite: true);
        _isCommitted = true;
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => _file.Write(buffer, offset, count);

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer) => _file.Write(buffer);

    /// <inheritdoc/>
    public override void Flush() => _file.Flush();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isCommitted)
        {
            _file.Dispose();
            File.Delete(_file.Name);
        }
        base.Dispose(disposing);
    }

    private static bool IsDevice(string path) =>
        path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/dev/shm/", StringComparison.Ordinal);
}
