namespace IpReassembler.Packets;

/// <summary>The kind byte of a TCP option. Any other number may occur; the named ones are explained here.</summary>
public enum TcpOptionKind : byte
{
    /// <summary>Ends the list before the header does (RFC 9293 section 3.2).</summary>
    EndOfOptions = 0,

    /// <summary>Fills space between options (RFC 9293 section 3.2).</summary>
    NoOperation = 1,

    /// <summary>The largest segment the sender takes (RFC 9293 section 3.7.1).</summary>
    MaximumSegmentSize = 2,

    /// <summary>By how many bits windows are shifted (RFC 7323 section 2).</summary>
    WindowScale = 3,

    /// <summary>The sender understands selective acknowledgments (RFC 2018 section 2).</summary>
    SelectiveAcknowledgmentPermitted = 4,

    /// <summary>Ranges that arrived ahead of a hole (RFC 2018 section 3).</summary>
    SelectiveAcknowledgment = 5,

    /// <summary>The sender's clock and an echo of the other side's (RFC 7323 section 3).</summary>
    Timestamps = 8,
}
