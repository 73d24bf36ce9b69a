namespace IpReassembler.Capture;

/// <summary>Work on packets that the kernel or the hardware of an interface does where a capture does not see it, so that it shows other packets than the wire has.</summary>
[Flags]
public enum InterfaceOffloads
{
    /// <summary>None: what is captured is what was on the wire.</summary>
    None = 0,

    /// <summary>The kernel joins TCP segments that came in before a capture sees them: <c>gro</c>. It leaves fragments alone.</summary>
    GenericReceive = 1,

    /// <summary>The hardware joins them: <c>lro</c>.</summary>
    LargeReceive = 2,

    /// <summary>The kernel cuts what it sends as late as it can, after a capture saw it: <c>gso</c>.</summary>
    GenericSegmentation = 4,

    /// <summary>The hardware cuts TCP segments, after a capture saw them: <c>tso</c>.</summary>
    TcpSegmentation = 8,

    /// <summary>The hardware verifies transport checksums of what comes in: <c>rx</c>.</summary>
    ReceiveChecksum = 16,

    /// <summary>The hardware finishes transport checksums of what goes out, after a capture saw them: <c>tx</c>.</summary>
    TransmitChecksum = 32,
}
