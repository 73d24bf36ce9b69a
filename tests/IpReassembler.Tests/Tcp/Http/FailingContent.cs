using IpReassembler.Tcp;

namespace IpReassembler.Tests.Tcp.Http;

/// <summary>A file on a share that goes away, and may come back.</summary>
internal sealed class FailingContent(long length) : ServedContent("file", "application/octet-stream")
{
    /// <summary>From here on nothing can be read; null when all can.</summary>
    public long? ReadableLength { get; set; }

    /// <summary>What happens to who asks for more; for its length as well, when there is nothing that can be read.</summary>
    public Exception Failure { get; set; } = new IOException("Stale file handle");

    public override long Length => ReadableLength == 0 ? throw Failure : length;

    public override int Read(long offset, Span<byte> destination)
    {
        var readable = Math.Min(ReadableLength ?? length, length);
        if (offset >= readable)
        {
            throw Failure;
        }

        var count = (int)Math.Min(destination.Length, readable - offset);
        destination[..count].Fill((byte)'x');
        return count;
    }
}
