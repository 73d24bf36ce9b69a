namespace IpReassembler.Cli;

/// <summary>Standard input of this process. One that was closed when the process began is told, not waited for.</summary>
/// <remarks>
/// The runtime opens files before any program runs. If number 0 is free, one of these gets it, at present the reading end of a pipe
/// into which nobody writes. What it opens closes itself at the next exec, and nothing that was inherited does.
/// </remarks>
internal sealed class StandardInput(Stream stream) : Stream
{
    private const int CloseOnExec = 0x8_0000;
    private const string Facts = "/proc/self/fdinfo/0";

    private bool _isKnownToBeOpen;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    /// <exception cref="ToolException">It was closed from the beginning.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (!_isKnownToBeOpen && WasClosed())
        {
            throw new ToolException(ExitCode.BadFile, "cannot read standard input: it is closed");
        }

        _isKnownToBeOpen = true;
        return stream.Read(buffer);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            stream.Dispose();
        }

        base.Dispose(disposing);
    }

    // A line of the file is "flags:", a tab and the flags in octal digits. Other systems have no such file.
    private static bool WasClosed()
    {
        if (!File.Exists(Facts))
        {
            return false;
        }

        var flags = File.ReadLines(Facts).FirstOrDefault(line => line.StartsWith("flags:", StringComparison.Ordinal));
        return flags is not null && (Convert.ToInt32(flags["flags:".Length..].Trim(), 8) & CloseOnExec) != 0;
    }
}
