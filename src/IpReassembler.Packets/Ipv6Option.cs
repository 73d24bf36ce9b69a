namespace IpReassembler.Packets;

/// <summary>One option of a hop-by-hop or destination options header (RFC 8200 section 4.2), good for as long as the bytes under it.</summary>
public readonly ref struct Ipv6Option
{
    internal Ipv6Option(ReadOnlySpan<byte> bytes, bool hasBadLength)
    {
        Bytes = bytes;
        HasBadLength = hasBadLength;
    }

    /// <summary>The whole option, at least its type byte; all the rest of the options where its length cannot be believed.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>What the option is.</summary>
    public Ipv6OptionKind Kind => (Ipv6OptionKind)Bytes[0];

    /// <summary>What a node that does not know the option does: 0 passes over it, 1 drops the packet, 2 drops it and answers, 3 answers only if the packet was for one host.</summary>
    public int ActionIfUnknown => Bytes[0] >> 6;

    /// <summary>Whether routers may change it on the way.</summary>
    public bool MayChange => (Bytes[0] & 0x20) != 0;

    /// <summary>What follows the type byte and the length byte.</summary>
    public ReadOnlySpan<byte> Data => Bytes.Length > 2 && !HasBadLength ? Bytes[2..] : [];

    /// <summary>Whether the length byte is missing or points beyond the header: nothing after it can be read.</summary>
    public bool HasBadLength { get; }

    /// <summary>Whether the length cannot be believed or is not one that this kind of option can have.</summary>
    public bool IsMalformed => HasBadLength || !(Kind switch
    {
        Ipv6OptionKind.RouterAlert => Data.Length == 2,
        Ipv6OptionKind.JumboPayload => Data.Length == 4,
        Ipv6OptionKind.TunnelEncapsulationLimit => Data.Length == 1,
        Ipv6OptionKind.HomeAddress => Data.Length == 16,
        _ => true,
    });
}
