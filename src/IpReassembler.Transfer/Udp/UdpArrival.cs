namespace IpReassembler.Transfer;

/// <summary>How a datagram came, beside those that came before it.</summary>
public enum UdpArrival
{
    /// <summary>Its number is above all before it.</summary>
    InOrder,

    /// <summary>A higher number came before it, and it comes for the first time (RFC 4737 section 3.3).</summary>
    Reordered,

    /// <summary>It came before.</summary>
    Duplicate,

    /// <summary>It is so far behind that nobody remembers whether it came before.</summary>
    Late,
}
