using IpReassembler.Packets;

namespace IpReassembler.Timing;

/// <summary>What the datagrams of one row of a flow table share; null is what the grouping leaves out, and a port that is not known.</summary>
/// <param name="Source">The sender.</param>
/// <param name="Destination">The receiver.</param>
/// <param name="Protocol">The IP protocol.</param>
/// <param name="SourcePort">UDP, TCP or SCTP source port.</param>
/// <param name="DestinationPort">UDP, TCP or SCTP destination port.</param>
/// <param name="Vlans">The VLANs.</param>
public readonly record struct FlowKey(
    IpAddress? Source = null, IpAddress? Destination = null, byte? Protocol = null, int? SourcePort = null, int? DestinationPort = null, VlanTags? Vlans = null)
{
    /// <summary>A place among other keys, so that a table looks the same every time.</summary>
    internal (UInt128 Source, UInt128 Destination, int Protocol, int SourcePort, int DestinationPort, ulong Vlans) Place =>
        (Number(Source), Number(Destination), Protocol ?? 0, SourcePort ?? -1, DestinationPort ?? -1, Vlans?.Packed ?? 0);

    /// <summary>The row that a datagram belongs to.</summary>
    public static FlowKey Of(in DatagramFacts facts, FlowGrouping grouping) => grouping switch
    {
        FlowGrouping.Flow => new(facts.Key.Source, facts.Key.Destination, facts.Protocol, facts.SourcePort, facts.DestinationPort),
        FlowGrouping.Pair => new(facts.Key.Source, facts.Key.Destination, facts.Protocol),
        FlowGrouping.Source => new(Source: facts.Key.Source),
        FlowGrouping.Destination => new(Destination: facts.Key.Destination),
        FlowGrouping.Protocol => new(Protocol: facts.Protocol),
        FlowGrouping.Vlan => new(Vlans: facts.Key.Vlans),
        _ => throw new ArgumentOutOfRangeException(nameof(grouping)),
    };

    /// <inheritdoc/>
    public bool Equals(FlowKey other) =>
        Source == other.Source && Destination == other.Destination && Protocol == other.Protocol
        && SourcePort == other.SourcePort && DestinationPort == other.DestinationPort && Vlans == other.Vlans;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Source, Destination, Protocol, SourcePort, DestinationPort, Vlans);

    private static UInt128 Number(IpAddress? address) => address is { } known ? new UInt128(known.High, known.Low) : 0;
}
