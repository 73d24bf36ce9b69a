using IpReassembler.Packets;

namespace IpReassembler.Scenarios;

/// <summary>What a line says of IP headers; what it does not say is null and left to the line above it.</summary>
internal sealed record HeaderFields
{
    public IpAddress? Source { get; init; }

    public IpAddress? Destination { get; init; }

    public byte? Protocol { get; init; }

    public uint? Identification { get; init; }

    public byte? TimeToLive { get; init; }

    public byte? TrafficClass { get; init; }

    public bool? DontFragment { get; init; }

    public bool? Reserved { get; init; }

    public byte[]? Options { get; init; }

    /// <summary>VLAN identifiers, outermost first.</summary>
    public IReadOnlyList<int>? Vlans { get; init; }

    /// <summary>A total length that is not the right one.</summary>
    public ushort? TotalLength { get; init; }

    /// <summary>A header checksum that is not the right one.</summary>
    public ushort? Checksum { get; init; }

    /// <summary>Whether the header checksum is the right one with every bit turned.</summary>
    public bool? HasBadChecksum { get; init; }

    /// <summary>Bytes behind the packet, as an Ethernet pads.</summary>
    public byte[]? Trailer { get; init; }

    /// <summary>These fields, and for those not said the ones of <paramref name="below"/>.</summary>
    public HeaderFields Over(HeaderFields below) => new()
    {
        Source = Source ?? below.Source,
        Destination = Destination ?? below.Destination,
        Protocol = Protocol ?? below.Protocol,
        Identification = Identification ?? below.Identification,
        TimeToLive = TimeToLive ?? below.TimeToLive,
        TrafficClass = TrafficClass ?? below.TrafficClass,
        DontFragment = DontFragment ?? below.DontFragment,
        Reserved = Reserved ?? below.Reserved,
        Options = Options ?? below.Options,
        Vlans = Vlans ?? below.Vlans,
        TotalLength = TotalLength ?? below.TotalLength,
        Checksum = Checksum ?? below.Checksum,
        HasBadChecksum = HasBadChecksum ?? below.HasBadChecksum,
        Trailer = Trailer ?? below.Trailer,
    };

    /// <summary>The version of the addresses that are said: IPv4 where none is.</summary>
    public IpVersion Version => (Source ?? Destination)?.Version ?? IpVersion.V4;

    /// <summary>What goes against the rest of what is said; null when nothing does.</summary>
    public string? Contradiction =>
        Source is { } source && Destination is { } destination && source.Version != destination.Version ? $"{source} and {destination} are addresses of two families: give the other one too"
        : Version == IpVersion.V4 ? (Identification > ushort.MaxValue ? "an IPv4 identification has 16 bits: 65535 is the largest" : null)
        : DontFragment is true ? "IPv6 has no flag df"
        : Reserved is true ? "IPv6 has no flag evil"
        : Options is { Length: > 0 } ? "IPv6 has no options in its header"
        : TotalLength is not null || Checksum is not null || HasBadChecksum is true ? "an IPv6 header has neither total length nor checksum"
        : Protocol == TransportChecksum.Icmp ? "ICMP for IPv6 is icmp6"
        : null;

    /// <summary>The header of the repetition with this number, from 0.</summary>
    public OutgoingHeader ToHeader(Repetition repetition, long number) =>
        Version == IpVersion.V4 ? new(ToIpv4Header(repetition, number)) : new(ToIpv6Header(repetition, number));

    private Ipv4Header ToIpv4Header(Repetition repetition, long number) => new()
    {
        Source = IpAddress.V4((uint)((Source?.Low ?? 0xc0000201) + ((ulong)number * (ulong)repetition.SourceStep))),
        Destination = Destination ?? IpAddress.V4(0xc6336402),
        Protocol = Protocol ?? TransportChecksum.Udp,
        Identification = (ushort)((Identification ?? 1) + (number * repetition.IdentificationStep)),
        TimeToLive = TimeToLive ?? 64,
        TrafficClass = TrafficClass ?? 0,
        DontFragment = DontFragment ?? false,
        ReservedFlag = Reserved ?? false,
        Options = Options ?? [],
    };

    // 2001:db8::1 and 2001:db8::2 are for documentation, as IPv4's are (RFC 3849).
    private Ipv6Header ToIpv6Header(Repetition repetition, long number)
    {
        var source = Source ?? IpAddress.V6(0x20010db8_00000000, 1);
        return new Ipv6Header
        {
            Source = IpAddress.V6(source.High, source.Low + ((ulong)number * (ulong)repetition.SourceStep)),
            Destination = Destination ?? IpAddress.V6(0x20010db8_00000000, 2),
            Protocol = Protocol ?? TransportChecksum.Udp,
            Identification = (uint)((Identification ?? 1) + (number * repetition.IdentificationStep)),
            HopLimit = TimeToLive ?? 64,
            TrafficClass = TrafficClass ?? 0,
        };
    }
}
