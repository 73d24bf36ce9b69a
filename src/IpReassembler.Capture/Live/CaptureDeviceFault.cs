namespace IpReassembler.Capture;

/// <summary>Why an interface could not be used.</summary>
public enum CaptureDeviceFault
{
    /// <summary>Something else; the message has libpcap's words.</summary>
    Other,

    /// <summary>libpcap is not installed.</summary>
    LibraryMissing,

    /// <summary>The process may not capture or send.</summary>
    NotPermitted,

    /// <summary>There is no such interface, or no longer.</summary>
    NoSuchDevice,

    /// <summary>The interface is switched off.</summary>
    DeviceDown,
}
