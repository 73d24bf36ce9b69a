namespace IpReassembler.Packets;

/// <summary>What an internet timestamp option collects (RFC 791 section 3.1). Any other number up to 15 may occur.</summary>
public enum Ipv4TimestampContent : byte
{
    /// <summary>Times only.</summary>
    TimesOnly = 0,

    /// <summary>Each router puts its address in front of its time.</summary>
    WithAddresses = 1,

    /// <summary>The sender named the addresses whose times it wants.</summary>
    NamedAddresses = 3,
}
