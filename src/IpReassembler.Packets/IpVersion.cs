namespace IpReassembler.Packets;

/// <summary>The version field of an IP header: the only two that were ever deployed.</summary>
public enum IpVersion : byte
{
    /// <summary>Internet Protocol version 4 (RFC 791).</summary>
    V4 = 4,

    /// <summary>Internet Protocol version 6 (RFC 8200).</summary>
    V6 = 6,
}
