using System.Diagnostics.CodeAnalysis;
using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>Whom to believe when fragments disagree: the rule of one family of systems, under its name.</summary>
public sealed class OverlapPolicy
{
    private readonly Func<MemoryLedger, PolicyView> _create;

    private OverlapPolicy(string name, string rule, Func<MemoryLedger, PolicyView> create) =>
        (Name, Rule, _create) = (name, rule, create);

    /// <summary>Today's Linux: a fragment inside an earlier run is ignored, any other overlap discards the datagram.</summary>
    public static OverlapPolicy Linux { get; } = new(
        "linux", "a fragment inside an earlier run is ignored; any other overlap discards the datagram", ledger => new LinuxPolicy(ledger));

    /// <summary>The copy of a byte that came first stays.</summary>
    public static OverlapPolicy First { get; } = new(
        "first", "the copy of a byte that came first stays", ledger => new FirstPolicy(ledger));

    /// <summary>Every policy there is.</summary>
    public static IReadOnlyList<OverlapPolicy> All { get; } = [Linux, First];

    /// <summary>What it is called on the command line and in records.</summary>
    public string Name { get; }

    /// <summary>The rule in one line.</summary>
    public string Rule { get; }

    /// <summary>Finds a policy by its name.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out OverlapPolicy? policy)
    {
        policy = All.FirstOrDefault(policy => policy.Name == name);
        return policy is not null;
    }

    /// <summary>How long such a host waits for the rest of a datagram, from its first fragment: 30 s for IPv4, 60 s for IPv6 (RFC 8200 section 4.5).</summary>
    public static Duration DefaultTimeout(IpVersion version) => Duration.FromSeconds(version == IpVersion.V4 ? 30 : 60);

    internal PolicyView CreateView(MemoryLedger ledger) => _create(ledger);
}
