namespace IpReassembler.Reassembly;

/// <summary>What went through the cache. Every fragment ends in exactly one of its fates.</summary>
public sealed class ReassemblyCounters
{
    private readonly MemoryLedger _ledger;

    internal ReassemblyCounters(MemoryLedger ledger) => _ledger = ledger;

    /// <summary>IPv4 packets of the outermost layer, good and bad.</summary>
    public long Ipv4Packets { get; internal set; }

    /// <summary>IPv6 packets of the outermost layer.</summary>
    public long Ipv6Packets { get; internal set; }

    /// <summary>Packets whose header cannot be one.</summary>
    public long MalformedPackets { get; internal set; }

    /// <summary>IPv4 fragments of the outermost layer.</summary>
    public long Ipv4Fragments { get; internal set; }

    /// <summary>IPv6 fragments of the outermost layer.</summary>
    public long Ipv6Fragments { get; internal set; }

    /// <summary>IPv6 packets with a Fragment header that are whole all the same (RFC 6946), at whatever depth: no fragments.</summary>
    public long AtomicFragments { get; internal set; }

    /// <summary>Fragments of both families, at whatever depth.</summary>
    public long Fragments { get; internal set; }

    /// <summary>Fragments that were delivered as part of a datagram.</summary>
    public long Used { get; internal set; }

    /// <summary>Fragments that brought nothing new.</summary>
    public long Ignored { get; internal set; }

    /// <summary>Fragments that were not acceptable.</summary>
    public long Rejected { get; internal set; }

    /// <summary>Fragments for which a limit left no room.</summary>
    public long Refused { get; internal set; }

    /// <summary>Fragments thrown away because the policy killed their datagram.</summary>
    public long Discarded { get; internal set; }

    /// <summary>Fragments thrown away to keep a limit.</summary>
    public long Evicted { get; internal set; }

    /// <summary>Fragments thrown away because their datagram took too long.</summary>
    public long Expired { get; internal set; }

    /// <summary>Fragments that still wait for the rest of their datagram.</summary>
    public long Pending { get; internal set; }

    /// <summary>Datagrams delivered.</summary>
    public long Delivered { get; internal set; }

    /// <summary>Datagrams evicted to keep a limit.</summary>
    public long EvictedDatagrams { get; internal set; }

    /// <summary>Records that only waited for late evidence and were closed early to keep a limit.</summary>
    public long RecordsCutShort { get; internal set; }

    /// <summary>How often compared views were given up to keep a limit: in a record (see <see cref="Datagram.ViewsCutShort"/>), or between two of a key.</summary>
    public long ComparisonsCutShort { get; internal set; }

    /// <summary>Records that only repeated fragments of a datagram already whole.</summary>
    public long LateDuplicates { get; internal set; }

    /// <summary>Datagrams open now.</summary>
    public int OpenDatagrams { get; internal set; }

    /// <summary>The most datagrams that were open at once.</summary>
    public int PeakOpenDatagrams { get; internal set; }

    /// <summary>The bytes held now, as they are charged.</summary>
    public long HeldBytes => _ledger.Held;

    /// <summary>The most bytes that were held.</summary>
    public long PeakHeldBytes => _ledger.PeakHeld;

    /// <summary>Whether every fragment that came in is accounted for: always true.</summary>
    public bool Balances => Fragments == Used + Ignored + Rejected + Refused + Discarded + Evicted + Expired + Pending;
}
