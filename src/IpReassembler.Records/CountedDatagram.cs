using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Records;

/// <summary>What sums need to know of a datagram, the same whether the cache still lends it or a record was made of it.</summary>
internal readonly struct CountedDatagram
{
    public CountedDatagram(Datagram datagram)
    {
        Category = RecordCategories.Of(datagram.Verdict, datagram.State);
        EvictedBy = datagram.EvictedBy;
        IsLateDuplicate = datagram.LateDuplicateOf is not null;
        FragmentCount = datagram.FragmentCount;
        ConflictingDuplicateCount = datagram.ConflictingDuplicateCount;
        OverlapCount = datagram.OverlapCount;
        Anomalies = datagram.Anomalies;
        Checksum = datagram.Checksum;
        IsDisputed = !datagram.ViewsAgree;
    }

    public CountedDatagram(DatagramRecord record)
    {
        Category = record.Category;
        EvictedBy = record.EvictedBy;
        IsLateDuplicate = record.LateDuplicateOf is not null;
        FragmentCount = record.FragmentCount;
        ConflictingDuplicateCount = record.ConflictingDuplicateCount;
        OverlapCount = record.OverlapCount;
        Anomalies = record.Anomalies;
        Checksum = record.Checksum;
        IsDisputed = !record.ViewsAgree;
    }

    public RecordCategory Category { get; }

    public CacheLimit EvictedBy { get; }

    public bool IsLateDuplicate { get; }

    public int FragmentCount { get; }

    public int ConflictingDuplicateCount { get; }

    public int OverlapCount { get; }

    public Anomaly Anomalies { get; }

    public ChecksumState Checksum { get; }

    /// <summary>Whether the compared policies make different things of it.</summary>
    public bool IsDisputed { get; }
}
