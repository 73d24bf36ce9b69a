namespace IpReassembler.Tests.Cli;

/// <summary>Standard input that gives some bytes and then nothing more, without ending: a pipe whose writer is silent.</summary>
internal sealed class SilentStream(byte[] content) : Stream
{
    private readonly ManualResetEventSlim _never = new();
    private readonly TaskCompletionSource _silent = new();
    private int _done;

    /// <summary>Done once somebody waits in vain.</summary>
    public Task Silent => _silent.Task;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = Math.Min(count, content.Length - _done);
        if (read == 0)
        {
            _silent.TrySetResult();
            _never.Wait();
        }

        content.AsSpan(_done, read).CopyTo(buffer.AsSpan(offset));
        _done += read;
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    // Whoever still waits is let go.
    protected override void Dispose(bool disposing)
    {
        _never.Set();
        base.Dispose(disposing);
    }
}
