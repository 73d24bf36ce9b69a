namespace IpReassembler.Cli;

/// <summary>A pipe or a terminal to read from, where a read may wait for ever: an interruption ends the wait.</summary>
/// <remarks>
/// No call ends a read that waits in the kernel, so another thread does the reading, and only the wait for it is given up.
/// It reads ahead while what came is used, which pays for the way between the threads. A file never lets anyone wait, and is
/// read without this.
/// </remarks>
internal sealed class InterruptibleStream(Stream stream, Interruption interruption) : Stream
{
    private const int BufferLength = 1 << 17;

    private byte[] _buffer = new byte[BufferLength];
    private byte[] _ahead = new byte[BufferLength];
    private Task<int>? _reading;
    private int _start;
    private int _end;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    /// <exception cref="OperationCanceledException">The interruption came first.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (_start == _end && buffer.Length > 0)
        {
            Advance();
        }

        var count = Math.Min(buffer.Length, _end - _start);
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Advance()
    {
        var count = interruption.Wait(_reading ?? ReadAhead());
        (_buffer, _ahead) = (_ahead, _buffer);
        (_start, _end) = (0, count);
        _reading = count > 0 ? ReadAhead() : null;
    }

    private Task<int> ReadAhead()
    {
        var room = _ahead;
        return Task.Run(() => stream.Read(room));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            stream.Dispose();
        }

        base.Dispose(disposing);
    }
}
