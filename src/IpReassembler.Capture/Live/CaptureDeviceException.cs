namespace IpReassembler.Capture;

/// <summary>An interface could not be used. The message names it, the reason, and what helps.</summary>
public sealed class CaptureDeviceException : IOException
{
    /// <summary>An exception without a message.</summary>
    public CaptureDeviceException()
    {
    }

    /// <summary>An exception with this message.</summary>
    public CaptureDeviceException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with this message and cause.</summary>
    public CaptureDeviceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>An exception of this kind with this message.</summary>
    public CaptureDeviceException(CaptureDeviceFault fault, string message)
        : base(message) => Fault = fault;

    /// <summary>What kind of reason it was.</summary>
    public CaptureDeviceFault Fault { get; }
}
