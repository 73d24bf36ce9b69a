namespace IpReassembler.Capture;

/// <summary>The input is not a capture that can be read. The message names the input, the reason and what to do next.</summary>
public sealed class CaptureFormatException : IOException
{
    /// <summary>An input that is no capture, without a reason.</summary>
    public CaptureFormatException()
        : this("The input is not a capture file.")
    {
    }

    /// <summary>An input that is no capture, and why.</summary>
    public CaptureFormatException(string message)
        : base(message)
    {
    }

    /// <summary>An input that is no capture, why, and what was thrown while finding out.</summary>
    public CaptureFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
