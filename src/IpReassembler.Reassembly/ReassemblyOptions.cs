using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>How the cache behaves, and how far it may grow. Everything that the wire can make grow has its limit here.</summary>
public sealed record ReassemblyOptions
{
    /// <summary>What decides over shared bytes.</summary>
    public OverlapPolicy Policy { get; init; } = OverlapPolicy.Linux;

    /// <summary>Policies to be followed beside the chosen one, in the same pass: see <see cref="Datagram.Views"/>. The chosen one may be among them.</summary>
    /// <remarks>
    /// Costs nothing until a fragment comes on which policies may differ. From then on each policy holds its own copy of the
    /// datagram: about 1 KiB for a small one, 68 KiB for the largest, 24 bytes for each piece, and as much for each of the first
    /// <see cref="ComparedView.MaxDeliveries"/> it delivers.
    /// </remarks>
    public IReadOnlyList<OverlapPolicy> Compare { get; init; } = [];

    /// <summary>How long a datagram may take from its first fragment; null for the policy's own figure, <see cref="Duration.Longest"/> for ever. Expired means: this much time has passed, or more.</summary>
    public Duration? Timeout { get; init; }

    /// <summary>What tells datagrams apart beside the fields that always do.</summary>
    public KeyFields Key { get; init; } = KeyFields.Vlans;

    /// <summary>Whether the packets inside tunnels are looked at too: see <see cref="TunnelOpener"/>.</summary>
    public bool OpensTunnels { get; init; } = true;

    /// <summary>Hosts that reassemble otherwise; null for none. <see cref="Policy"/> and <see cref="Timeout"/> hold for datagrams to all others.</summary>
    public TargetTable? Targets { get; init; }

    /// <summary>How long a datagram's record stays open for late evidence after its first fragment, if the timeout is not longer.</summary>
    public Duration LateEvidence { get; init; } = Duration.FromSeconds(120);

    /// <summary>The most bytes that open and remembered datagrams may hold together: charged for blocks, journals and bookkeeping really held. At least <see cref="LeastMemory"/>.</summary>
    public long MaxMemory { get; init; } = 256L << 20;

    /// <summary>The most datagrams that may be open at once. One costs about 1,050 bytes with one small fragment (of which it takes 300 until there are more), 68 KiB when its pieces lie far apart.</summary>
    public int MaxDatagrams { get; init; } = 65_536;

    /// <summary>The most fragments one datagram may be stored from; 8,189 is the most a legal one can have. One costs 32 bytes beside its payload, and up to 48 more once policies may differ.</summary>
    public int MaxFragments { get; init; } = 8_192;

    /// <summary>The payload length in bytes below which a fragment that is not the last gets <see cref="Anomaly.SmallFragment"/>; 0 for no such length. The fragment is taken all the same.</summary>
    public int MinFragment { get; init; }

    /// <summary>How many completed datagrams are remembered, the last ones, so that late copies are recognised. One costs about 200 bytes and 16 for each fragment; together at most an eighth of <see cref="MaxMemory"/>.</summary>
    public int MaxRemembered { get; init; } = 8_192;

    /// <summary>Whether the transport checksum of a whole datagram is verified.</summary>
    public bool VerifyChecksums { get; init; } = true;

    /// <summary>Whether an IPv4 total length of 0 is an error; otherwise the packet is an offloaded segment and as long as what was captured.</summary>
    public bool RefuseLengthZero { get; init; }

    /// <summary>The timeout that holds for a family where no target is.</summary>
    public Duration TimeoutFor(IpVersion version) => Timeout ?? OverlapPolicy.DefaultTimeout(version);

    /// <summary>The least memory that is accepted, in bytes: room for the payload of one datagram of full size and for the list of its fragments. One whose fragments overlap may need twice that.</summary>
    /// <param name="maxFragments">The limit on fragments: 1 to 65,536. Up to 16,384 the answer is 1 MiB, which is enough for every legal datagram.</param>
    public static long LeastMemory(int maxFragments) =>
        Math.Max(1 << 20, (256 << 10) + (long)MemoryLedger.JournalPrice(maxFragments));

    /// <summary>Every policy that some host or some view follows.</summary>
    internal IEnumerable<OverlapPolicy> Policies =>
        [Policy, .. Compare, .. Targets?.Targets.Select(target => target.Policy) ?? []];

    internal void Check()
    {
        if (Compare.Contains(null!))
        {
            throw new ArgumentException("a policy to compare is null", nameof(Compare));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(MaxDatagrams, 1, nameof(MaxDatagrams));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxRemembered, 1, nameof(MaxRemembered));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxFragments, 1, nameof(MaxFragments));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxFragments, 65_536, nameof(MaxFragments));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxMemory, LeastMemory(MaxFragments), nameof(MaxMemory));
        ArgumentOutOfRangeException.ThrowIfNegative(MinFragment, nameof(MinFragment));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MinFragment, ushort.MaxValue, nameof(MinFragment));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(LateEvidence.Nanoseconds, 0, nameof(LateEvidence));
        if (Timeout is { } timeout)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout.Nanoseconds, 0, nameof(Timeout));
        }
    }
}
