using System.Diagnostics.CodeAnalysis;
using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>Whom to believe when fragments disagree: the rule of one family of systems, under its name.</summary>
/// <remarks>
/// Three families. Discard: <see cref="Linux"/> and <see cref="Rfc5722"/> throw the datagram away. Lists: <see cref="LinuxClassic"/> and
/// <see cref="Bsd"/> trim pieces, and look at what trimming left. Bytes: the others compare, for each shared byte, the extents of the
/// new fragment N and of the older one O that owns the byte, both as they were received.
/// </remarks>
public sealed class OverlapPolicy
{
    private readonly Func<MemoryLedger, PolicyView> _create;

    private OverlapPolicy(string name, string rule, string systems, RuleOrigin origin, Func<MemoryLedger, PolicyView> create) =>
        (Name, Rule, Systems, Origin, _create) = (name, rule, systems, origin, create);

    /// <summary>Today's Linux: a fragment inside an earlier run is ignored, any other overlap discards the datagram.</summary>
    public static OverlapPolicy Linux { get; } = new(
        "linux", "a fragment inside an earlier run is ignored; any other overlap discards the datagram",
        "Linux since 4.19", RuleOrigin.Measured, ledger => new LinuxPolicy(ledger, maxDistance: 0));

    /// <summary>Older Linux: the new fragment loses to the piece that starts before it, and wins over the others.</summary>
    public static OverlapPolicy LinuxClassic { get; } = new(
        "linux-classic", "a new fragment loses to the piece that starts before it and wins over those that start with it or behind",
        "Linux 2.x to 4.18", RuleOrigin.Source, ledger => new ListPolicy(ledger, sameStartIsBefore: false)) { KeepsCopies = true };

    /// <summary>The copy of a byte that came first stays.</summary>
    public static OverlapPolicy First { get; } = new(
        "first", "the copy of a byte that came first stays",
        "HP-UX 11, old MacOS, SunOS 5.5 to 5.8", RuleOrigin.Literature, ledger => new BytePolicy(ledger, (_, _) => false));

    /// <summary>The copy of a byte that came last wins, as RFC 791 section 3.2 has it.</summary>
    public static OverlapPolicy Last { get; } = new(
        "last", "the copy of a byte that came last wins (RFC 791)",
        "Cisco IOS", RuleOrigin.Literature, ledger => new BytePolicy(ledger, (_, _) => true)) { Aliases = ["cisco"], KeepsCopies = true };

    /// <summary>The BSDs: the new fragment loses to the piece that starts with it or before it, and wins over those behind.</summary>
    public static OverlapPolicy Bsd { get; } = new(
        "bsd", "a new fragment loses to the piece that starts with it or before it and wins over those behind",
        "FreeBSD, macOS; reported of AIX, HP-UX 10.20, IRIX, OpenVMS, SunOS 4, Tru64", RuleOrigin.Source, ledger => new ListPolicy(ledger, sameStartIsBefore: true))
        { Aliases = ["macos"] };

    /// <summary>The new fragment wins unless it starts before the older one.</summary>
    /// <remarks>As Novak's paper words it ("Target-Based Fragmentation Reassembly", 2005). Snort's code of that name decides otherwise in places; no source of such a system is public.</remarks>
    public static OverlapPolicy BsdRight { get; } = new(
        "bsd-right", "a new fragment wins unless it starts before the older one (Novak's reading)",
        "HP JetDirect", RuleOrigin.Model, ledger => new BytePolicy(ledger, (newer, older) => newer.Start >= older.Start)) { KeepsCopies = true };

    /// <summary>Older Windows: the new fragment wins only if it starts before the older one and ends after it.</summary>
    public static OverlapPolicy Windows { get; } = new(
        "windows", "a new fragment wins only if it starts before the older one and ends after it",
        "Windows before 10", RuleOrigin.Model, ledger => new BytePolicy(ledger, (newer, older) => newer.Start < older.Start && newer.End > older.End));

    /// <summary>Solaris: the new fragment wins only if it starts before the older one and ends with it or after it.</summary>
    public static OverlapPolicy Solaris { get; } = new(
        "solaris", "a new fragment wins only if it starts before the older one and ends with it or after it",
        "Solaris", RuleOrigin.Model, ledger => new BytePolicy(ledger, (newer, older) => newer.Start < older.Start && newer.End >= older.End));

    /// <summary>RFC 5722: an exact duplicate is ignored, any other overlap discards the datagram.</summary>
    public static OverlapPolicy Rfc5722 { get; } = new(
        "rfc5722", "an exact duplicate is ignored; any other overlap discards the datagram",
        "the standard for IPv6; Windows 10 is reported to do so", RuleOrigin.Source, ledger => new Rfc5722Policy(ledger)) { Aliases = ["windows-modern"] };

    /// <summary>Every policy there is.</summary>
    public static IReadOnlyList<OverlapPolicy> All { get; } = [Linux, LinuxClassic, First, Last, Bsd, BsdRight, Windows, Solaris, Rfc5722];

    /// <summary>What it is called on the command line and in records.</summary>
    public string Name { get; }

    /// <summary>Other names for it.</summary>
    public IReadOnlyList<string> Aliases { get; private init; } = [];

    /// <summary>The rule in one line.</summary>
    public string Rule { get; }

    /// <summary>The systems it stands for.</summary>
    public string Systems { get; }

    /// <summary>How sure it is that they follow it.</summary>
    public RuleOrigin Origin { get; }

    /// <summary>Whether an exact copy takes the place of the fragment that is there, so that it is stored and not ignored.</summary>
    internal bool KeepsCopies { get; private init; }

    /// <summary>How far apart the fragments of a datagram may come, counted in fragments of their source; 0 for any distance.</summary>
    internal int MaxDistance { get; private init; }

    /// <summary><see cref="Linux"/>, to the letter of a host whose <c>ipfrag_max_dist</c> is set, as it is by default, to 64.</summary>
    /// <remarks>
    /// When that many fragments of other datagrams come from a source between two of one datagram, the host throws away what it holds of
    /// that one and begins anew. Without it the order in which a capture mixes datagrams does not matter. Every fragment goes
    /// through a view then, and the cache counts for each source: about 50 bytes for each of at most twice <see cref="ReassemblyOptions.MaxDatagrams"/>.
    /// </remarks>
    /// <param name="maxDistance">The setting: 1 or more.</param>
    public static OverlapPolicy LinuxWithMaxDistance(int maxDistance)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxDistance, 1);
        return new OverlapPolicy(Linux.Name, Linux.Rule, Linux.Systems, Linux.Origin, ledger => new LinuxPolicy(ledger, maxDistance)) { MaxDistance = maxDistance };
    }

    /// <summary>Finds a policy by its name or by another name for it.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out OverlapPolicy? policy)
    {
        policy = All.FirstOrDefault(policy => policy.Name == name || policy.Aliases.Contains(name));
        return policy is not null;
    }

    /// <summary>Its <see cref="Name"/>.</summary>
    public override string ToString() => Name;

    /// <summary>How long such a host waits for the rest of a datagram, from its first fragment: 30 s for IPv4, 60 s for IPv6 (RFC 8200 section 4.5).</summary>
    public static Duration DefaultTimeout(IpVersion version) => Duration.FromSeconds(version == IpVersion.V4 ? 30 : 60);

    internal PolicyView CreateView(MemoryLedger ledger) => _create(ledger);
}
