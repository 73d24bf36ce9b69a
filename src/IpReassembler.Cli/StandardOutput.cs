namespace IpReassembler.Cli;

/// <summary>Standard output as verbs write to it: a reader that has gone is told from a disk that is full.</summary>
internal sealed class StandardOutput(Stream stream) : Stream
{
    private const int BrokenPipe = 32;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            stream.Write(buffer);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw Explain(failed);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        try
        {
            stream.Flush();
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw Explain(failed);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private static Exception Explain(Exception failed) =>
        failed.HResult == BrokenPipe || failed.Message.Contains("pipe", StringComparison.OrdinalIgnoreCase)
            ? new OutputClosedException()
            : new ToolException(ExitCode.BadFile, $"cannot write to standard output: {failed.Message}");
}
