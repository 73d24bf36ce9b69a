using IpReassembler.Reassembly;

namespace IpReassembler.Records;

/// <summary>What a host with one policy made of a datagram: what is kept of a <see cref="ComparedView"/>.</summary>
public sealed record PolicyRecord
{
    /// <summary>The policy's name.</summary>
    public required string Policy { get; init; }

    /// <summary>What became of the datagram there.</summary>
    public DatagramState State { get; init; }

    /// <summary>The frame at which the policy first threw fragments away; null when it never did.</summary>
    public long? KilledFrame { get; init; }

    /// <summary>What it lacked when it gave up waiting, or still waited for: as <see cref="ComparedView.Missing"/> has it.</summary>
    public IReadOnlyList<ByteRange> Missing { get; init; } = [];

    /// <summary>How many datagrams were delivered.</summary>
    public int DeliveryCount { get; init; }

    /// <summary>The first <see cref="ComparedView.MaxDeliveries"/> of them.</summary>
    public IReadOnlyList<DeliveryRecord> Deliveries { get; init; } = [];

    /// <summary>Whether two hosts delivered the same bytes, or neither anything.</summary>
    public bool DeliversLike(PolicyRecord other) => DeliveryCount == other.DeliveryCount
        && Deliveries.Zip(other.Deliveries).All(pair => pair.First.Payload.AsSpan().SequenceEqual(pair.Second.Payload));

    /// <summary>Whether they cannot be told apart: the same bytes, or nothing for the same reason.</summary>
    public bool EndsLike(PolicyRecord other) => DeliversLike(other)
        && (DeliveryCount > 0 || (State == other.State && KilledFrame == other.KilledFrame && Missing.SequenceEqual(other.Missing)));
}
