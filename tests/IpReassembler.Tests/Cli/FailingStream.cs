namespace IpReassembler.Tests.Cli;

/// <summary>Standard output or input that stops working after some bytes, as a closed pipe, a full disk or a broken one does.</summary>
internal sealed class FailingStream(Exception failure, byte[] content, int after) : Stream
{
    private int _done;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = Math.Min(count, after - _done);
        if (read <= 0)
        {
            throw failure;
        }

        content.AsSpan(_done, read).CopyTo(buffer.AsSpan(offset));
        _done += read;
        return read;
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        _done += count;
        if (_done > after)
        {
            throw failure;
        }
    }

    public override void Flush()
    {
        if (_done > after)
        {
            throw failure;
        }
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
