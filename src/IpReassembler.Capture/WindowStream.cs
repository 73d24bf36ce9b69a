namespace IpReassembler.Capture;

/// <summary>A window read as a stream again: how the first bytes, looked at to find out what a file is, get back in line.</summary>
internal sealed class WindowStream(ByteWindow window) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty || !window.Fill(1))
        {
            return 0;
        }
        var count = int.Min(buffer.Length, window.Bytes.Length);
        window.Bytes[..count].CopyTo(buffer);
        window.Take(count);
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
