using System.Security.Cryptography;

namespace IpReassembler.Transfer;

/// <summary>A file that is being received. Under its final name it is whole, or it is not there.</summary>
/// <remarks>
/// It grows in the same folder, so that giving it its name is one rename. Disposed before <see cref="Commit"/>, it leaves nothing behind.
/// It is open for as long as it is a temporary file: see <see cref="TemporaryFiles"/>.
/// </remarks>
public sealed class ReceivedFile : IDisposable
{
    private readonly ReceivedFiles _folder;
    private readonly FileStream _file;
    private IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private bool _isPlaced;

    internal ReceivedFile(ReceivedFiles folder, string name, FileStream temporary) => (_folder, Name, _file) = (folder, name, temporary);

    /// <summary>The name it is to have.</summary>
    public string Name { get; }

    /// <summary>Its bytes so far.</summary>
    public long Length { get; private set; }

    /// <summary>Adds bytes at its end.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _file.Write(bytes);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw TransferException.OfFile($"cannot write {Name}", failed);
        }

        _hash.AppendData(bytes);
        Length += bytes.Length;
    }

    /// <summary>Adds a few bytes in front of all others. The whole file is written once more.</summary>
    public void Prepend(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        _hash.Dispose();
        _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (buffer, carried) = (new byte[bytes.Length + Connection.BufferSize], bytes.Length);
        bytes.CopyTo(buffer);
        try
        {
            // Each piece is read before the one before it, which reaches a few bytes into its place, is written.
            for (long at = 0; carried > 0;)
            {
                var read = RandomAccess.Read(_file.SafeFileHandle, buffer.AsSpan(carried), at);
                var write = read == 0 ? carried : read;
                RandomAccess.Write(_file.SafeFileHandle, buffer.AsSpan(0, write), at);
                _hash.AppendData(buffer, 0, write);
                at += write;
                carried = carried + read - write;
                buffer.AsSpan(write, carried).CopyTo(buffer);
            }
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw TransferException.OfFile($"cannot write {Name}", failed);
        }

        Length += bytes.Length;
    }

    /// <summary>Gives the file its name. Its bytes are on the disk before that.</summary>
    public TransferredFile Commit()
    {
        try
        {
            _file.Flush(flushToDisk: true);
            var placed = _folder.Place(_file.Name, Name);
            _isPlaced = placed is not null;
            return new TransferredFile(Name, Length, Convert.ToHexStringLower(_hash.GetCurrentHash()), placed?.Fate ?? FileFate.Skipped) { Path = placed?.Path };
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw TransferException.OfFile($"cannot write {Name}", failed);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        _hash.Dispose();
        if (_isPlaced)
        {
            return;
        }

        try
        {
            File.Delete(_file.Name);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            // What made the transfer fail is told already, and is mostly the reason for this as well.
        }
    }
}
