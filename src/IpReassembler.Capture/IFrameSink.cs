using IpReassembler.Packets;

namespace IpReassembler.Capture;

/// <summary>Where frames go.</summary>
/// <remarks>Only <see cref="Complete"/> makes the output valid; a sink that is disposed before it leaves no file behind.</remarks>
public interface IFrameSink : IDisposable
{
    /// <summary>Writes one frame with its time, its original length and, where the format has room for it, a comment.</summary>
    void Write(in CapturedFrame frame, string? comment = null);

    /// <summary>Writes what is still held back and puts the file in its place. Nothing can be written afterwards.</summary>
    void Complete();
}
