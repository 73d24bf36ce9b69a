using IpReassembler.Reassembly;

namespace IpReassembler.Records;

/// <summary>What is printed of one fragment: itself, and whose piece it is.</summary>
/// <param name="Fragment">What is known of it alone.</param>
public readonly record struct FragmentRecord(JournalEntry Fragment)
{
    /// <summary>The name of its datagram; null for a fragment whose header no host would trust.</summary>
    public string? Name { get; init; }

    /// <summary>The depth of its IP header in tunnels, 0 for the outermost; null where there is no datagram.</summary>
    public int? Depth { get; init; }

    /// <summary>The UDP, TCP or SCTP source port of its datagram; null when it is not known.</summary>
    public int? SourcePort { get; init; }

    /// <summary>The UDP, TCP or SCTP destination port of its datagram; null when it is not known.</summary>
    public int? DestinationPort { get; init; }

    /// <summary>The flow its datagram belongs to; null when its ports are not known. See <see cref="Records.CommunityId"/>.</summary>
    public string? CommunityId { get; init; }

    /// <summary>A fragment as its datagram, which may be lent, knows it now.</summary>
    public static FragmentRecord Of(JournalEntry fragment, Datagram? datagram) => datagram is null ? new(fragment) : new(fragment)
    {
        Name = DatagramRecord.NameOf(datagram.Number, datagram.Key.Depth),
        Depth = datagram.Key.Depth,
        SourcePort = datagram.SourcePort,
        DestinationPort = datagram.DestinationPort,
        CommunityId = Records.CommunityId.Of(datagram),
    };
}
