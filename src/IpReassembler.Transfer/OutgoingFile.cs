using System.Security.Cryptography;

namespace IpReassembler.Transfer;

/// <summary>A file that is being sent: as many bytes as it had when it was opened, or a failure.</summary>
public sealed class OutgoingFile : IDisposable
{
    private readonly Stream _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private OutgoingFile(string name, Stream file) => (Name, _file, Size) = (name, file, file.Length);

    /// <summary>Its name, without folders.</summary>
    public string Name { get; }

    /// <summary>Its bytes when it was opened.</summary>
    public long Size { get; }

    /// <summary>Bytes read so far.</summary>
    public long Done { get; private set; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="TransferException">It is not there, not readable, or has no size: a folder, a pipe.</exception>
    public static OutgoingFile Open(string path)
    {
        if (Directory.Exists(path))
        {
            throw new TransferException(TransferFault.Storage, $"cannot read {path}: it is a folder; name the files in it");
        }

        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            if (file.CanSeek)
            {
                return new OutgoingFile(Path.GetFileName(path), file);
            }

            file.Dispose();
            throw new TransferException(TransferFault.Storage, $"cannot send {path}: it is not a file, so its size is not known beforehand");
        }
        catch (Exception failed) when (failed is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new TransferException(TransferFault.Storage, $"cannot read {path}: there is no such file", failed);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw TransferException.OfFile($"cannot read {path}", failed);
        }
    }

    /// <summary>Bytes in memory that are sent as a file is.</summary>
    public static OutgoingFile Of(string name, byte[] content) => new(name, new MemoryStream(content));

    /// <summary>Reads the next bytes.</summary>
    /// <returns>How many, at least one; 0 at the end.</returns>
    /// <exception cref="TransferException">The file is not as long as it was.</exception>
    public int Read(Span<byte> into)
    {
        var left = Size - Done;
        var count = ReadFile(into[..(int)Math.Min(into.Length, left)]);
        if (count == 0 && (left > 0 || ReadFile(stackalloc byte[1]) > 0))
        {
            throw new TransferException(TransferFault.Integrity, $"{Name} changed while it was sent: it no longer has {Size} bytes");
        }

        _hash.AppendData(into[..count]);
        Done += count;
        return count;
    }

    /// <summary>How far the sending got, as far as the reading did.</summary>
    public TransferStep Step() => new(Name, Done, Size) { IsSending = true };

    /// <summary>Says what was sent, once all of it was read.</summary>
    public TransferredFile Sent() => new(Name, Size, Convert.ToHexStringLower(_hash.GetCurrentHash()), FileFate.Sent);

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        _hash.Dispose();
    }

    private int ReadFile(Span<byte> into)
    {
        try
        {
            return _file.Read(into);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw TransferException.OfFile($"cannot read {Name}", failed);
        }
    }
}
