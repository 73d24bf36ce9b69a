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

    /// <summary>An exception of this kind, with what helps at the end of its message.</summary>
    /// <param name="fault">What kind of reason it was.</param>
    /// <param name="reason">What could not be done, and why.</param>
    /// <param name="cure">The command that helps.</param>
    public CaptureDeviceException(CaptureDeviceFault fault, string reason, string cure)
        : base($"{reason}. Try: {cure}") => (Fault, Cure) = (fault, cure);

    /// <summary>The command that helps; null when none is known.</summary>
    public string? Cure { get; }

    /// <summary>What kind of reason it was.</summary>
    public CaptureDeviceFault Fault { get; }
}
