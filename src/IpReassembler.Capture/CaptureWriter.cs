using IpReassembler.Packets;

namespace IpReassembler.Capture;

/// <summary>Writes one capture file. The same frames give the same bytes, whenever and wherever they are written.</summary>
internal abstract class CaptureWriter(Stream stream) : IFrameSink
{
    private bool _isComplete;

    private protected OutputBuffer Output { get; } = new(stream);

    public void Write(in CapturedFrame frame, string? comment = null)
    {
        if (_isComplete)
        {
            throw new InvalidOperationException("The capture is complete; nothing can be written behind its end.");
        }
        WriteFrame(frame, comment);
    }

    public void Complete()
    {
        if (_isComplete)
        {
            return;
        }
        WriteEnd();
        Output.Flush();
        (stream as AtomicFileStream)?.Commit();
        _isComplete = true;
    }

    public void Dispose() => Output.Dispose();

    private protected abstract void WriteFrame(in CapturedFrame frame, string? comment);

    private protected abstract void WriteEnd();
}
