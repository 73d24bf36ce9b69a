using IpReassembler.Packets;

namespace IpReassembler.Scenarios;

/// <summary>What a line says of IPv4 headers; what it does not say is null and left to the line above it.</summary>
internal sealed record HeaderFields
{
    public IpAddress? Source { get; init; }

    public IpAddress? Destination { get; init; }

    public byte? Protocol { get; init; }

    public ushort? Identification { get; init; }

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

    /// <summary>The header of the repetition with this number, from 0.</summary>
    public Ipv4Header ToHeader(Repetition repetition, long number) => new()
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
}
