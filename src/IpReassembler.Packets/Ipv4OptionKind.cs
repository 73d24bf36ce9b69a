namespace IpReassembler.Packets;

/// <summary>The type byte of an IPv4 option: copied flag, class and number together. Any other number may occur; the named ones are explained here.</summary>
public enum Ipv4OptionKind : byte
{
    /// <summary>Ends the list before the header does (RFC 791 section 3.1).</summary>
    EndOfOptions = 0,

    /// <summary>Fills space between options (RFC 791 section 3.1).</summary>
    NoOperation = 1,

    /// <summary>Collects the addresses of the routers passed (RFC 791 section 3.1).</summary>
    RecordRoute = 7,

    /// <summary>Collects the times at which routers were passed (RFC 791 section 3.1).</summary>
    Timestamp = 68,

    /// <summary>The basic security option (RFC 791 section 3.1, RFC 1108).</summary>
    Security = 130,

    /// <summary>Addresses to pass, with any routers between them (RFC 791 section 3.1).</summary>
    LooseSourceRoute = 131,

    /// <summary>A SATNET stream (RFC 791 section 3.1).</summary>
    StreamIdentifier = 136,

    /// <summary>Addresses to pass, with no routers between them (RFC 791 section 3.1).</summary>
    StrictSourceRoute = 137,

    /// <summary>Asks every router to look into the packet (RFC 2113).</summary>
    RouterAlert = 148,
}
