namespace IpReassembler.Packets;

/// <summary>The type byte of an ICMP message (RFC 792). Any other number may occur.</summary>
public enum IcmpType : byte
{
    /// <summary>The answer to an echo request.</summary>
    EchoReply = 0,

    /// <summary>A packet could not be delivered; code 4 says that it needed fragmenting and must not be (RFC 1191).</summary>
    DestinationUnreachable = 3,

    /// <summary>Asks the sender to slow down; deprecated by RFC 6633.</summary>
    SourceQuench = 4,

    /// <summary>Names a better router.</summary>
    Redirect = 5,

    /// <summary>Asks for the same bytes back.</summary>
    EchoRequest = 8,

    /// <summary>A router tells of itself (RFC 1256).</summary>
    RouterAdvertisement = 9,

    /// <summary>Asks routers to tell of themselves (RFC 1256).</summary>
    RouterSolicitation = 10,

    /// <summary>Time to live ran out (code 0), or fragments waited too long for their rest (code 1).</summary>
    TimeExceeded = 11,

    /// <summary>A header field is wrong.</summary>
    ParameterProblem = 12,

    /// <summary>Asks for the time.</summary>
    TimestampRequest = 13,

    /// <summary>Tells the time.</summary>
    TimestampReply = 14,
}
