using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Records;

/// <summary>What sums need to know of a datagram, the same whether the cache still lends it or a record was made of it.</summary>
internal readonly struct CountedDatagram
{
    private const Anomaly SharedBytes = Anomaly.Overlap | Anomaly.OverlapConflicting | Anomaly.DuplicateConflicting;

    public CountedDatagram(Datagram datagram)
    {
        Category = RecordCategories.Of(datagram.Verdict, datagram.State);
        EvictedBy = datagram.EvictedBy;
        IsLateDuplicate = datagram.LateDuplicateOf is not null;
        FragmentCount = datagram.FragmentCount;
        DuplicateCount = datagram.DuplicateCount;
        ConflictingDuplicateCount = datagram.ConflictingDuplicateCount;
        OverlapCount = datagram.OverlapCount;
        ReorderedCount = datagram.ReorderedCount;
        Anomalies = datagram.Anomalies;
        Checksum = datagram.Checksum;
        IsDisputed = AreDisputed(datagram.Verdict, datagram.Anomalies, datagram.IsWhole);
    }

    public CountedDatagram(DatagramRecord record)
    {
        Category = record.Category;
        EvictedBy = record.EvictedBy;
        IsLateDuplicate = record.LateDuplicateOf is not null;
        FragmentCount = record.FragmentCount;
        DuplicateCount = record.DuplicateCount;
        ConflictingDuplicateCount = record.ConflictingDuplicateCount;
        OverlapCount = record.OverlapCount;
        ReorderedCount = record.ReorderedCount;
        Anomalies = record.Anomalies;
        Checksum = record.Checksum;
        IsDisputed = AreDisputed(record.Verdict, record.Anomalies, record.Missing.Count == 0);
    }

    public RecordCategory Category { get; }

    public CacheLimit EvictedBy { get; }

    public bool IsLateDuplicate { get; }

    public int FragmentCount { get; }

    public int DuplicateCount { get; }

    public int ConflictingDuplicateCount { get; }

    public int OverlapCount { get; }

    public int ReorderedCount { get; }

    public Anomaly Anomalies { get; }

    public ChecksumState Checksum { get; }

    /// <summary>Whether it is whole and its fragments share bytes, so that systems may rebuild or drop it differently.</summary>
    public bool IsDisputed { get; }

    private static bool AreDisputed(Verdict verdict, Anomaly anomalies, bool isWhole) =>
        isWhole && verdict is not (Verdict.Malformed or Verdict.Evicted) && (anomalies & SharedBytes) != 0;
}
