using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>Which rule holds for which destination.</summary>
internal sealed class HostRules
{
    private readonly List<AgeGroup> _groups = [];
    private readonly Dictionary<OverlapPolicy, Stack<PolicyView>> _idleViews = [];
    private readonly PlaceTable _places;
    private readonly Duration _lateEvidence;
    private readonly HostRule _ipv4;
    private readonly HostRule _ipv6;
    private readonly TargetTable? _targets;

    // In the order of the table's targets.
    private readonly HostRule[] _ofTargets;

    public HostRules(ReassemblyOptions options, PlaceTable places)
    {
        _places = places;
        _lateEvidence = options.LateEvidence;
        _ipv4 = Create(options.Policy, options.TimeoutFor(IpVersion.V4));
        _ipv6 = Create(options.Policy, options.TimeoutFor(IpVersion.V6));
        _targets = options.Targets;
        _ofTargets = _targets is null
            ? []
            : [.. _targets.Targets.Select(target => Create(target.Policy, target.Timeout ?? options.TimeoutFor(target.Hosts.Address.Version)))];
    }

    /// <summary>One group for each different timeout.</summary>
    public ReadOnlySpan<AgeGroup> Groups => CollectionsMarshal.AsSpan(_groups);

    /// <summary>The rule for the datagrams of a key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public HostRule For(in DatagramKey key) =>
        _targets is not null && _targets.IndexOf(key.Destination) is >= 0 and var index ? _ofTargets[index]
        : key.Version == IpVersion.V4 ? _ipv4
        : _ipv6;

    private HostRule Create(OverlapPolicy policy, Duration timeout)
    {
        var group = _groups.Find(group => group.Timeout == timeout);
        if (group is null)
        {
            _groups.Add(group = new AgeGroup(_places, timeout, _lateEvidence));
        }

        if (!_idleViews.TryGetValue(policy, out var idle))
        {
            _idleViews.Add(policy, idle = new Stack<PolicyView>());
        }

        return new HostRule(policy, group, idle);
    }
}
