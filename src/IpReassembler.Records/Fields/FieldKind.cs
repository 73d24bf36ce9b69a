namespace IpReassembler.Records;

/// <summary>What kind of thing a field holds: how it is typed, compared and printed.</summary>
public enum FieldKind
{
    /// <summary>A whole number: <c>300</c>, <c>0x12c</c>.</summary>
    Number,

    /// <summary>A number of bytes: <c>8008</c>, <c>8KB</c>.</summary>
    Bytes,

    /// <summary>A length of time: <c>5ms</c>; without a unit, nanoseconds.</summary>
    Duration,

    /// <summary>A point in time: seconds since 1970, with up to nine digits after the point.</summary>
    Time,

    /// <summary>A part of a whole: <c>50%</c>, <c>0.5</c>.</summary>
    Ratio,

    /// <summary>Yes or no.</summary>
    Flag,

    /// <summary>An IP protocol: a name or a number.</summary>
    Protocol,

    /// <summary>An IPv4 or IPv6 address; compared with an address or a network.</summary>
    Address,

    /// <summary>One of a few words.</summary>
    Word,

    /// <summary>Any text.</summary>
    Text,
}
