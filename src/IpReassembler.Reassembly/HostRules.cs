using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>Which rule holds for which destination.</summary>
internal sealed class HostRules
{
    private readonly List<AgeGroup> _groups = [];
    private readonly Dictionary<OverlapPolicy, Stack<PolicyView>> _idleViews = [];
    private readonly Duration _lateEvidence;
    private readonly HostRule _ipv4;
    private readonly HostRule _ipv6;

    public HostRules(ReassemblyOptions options)
    {
        _lateEvidence = options.LateEvidence;
        _ipv4 = Create(options.Policy, options.TimeoutFor(IpVersion.V4));
        _ipv6 = Create(options.Policy, options.TimeoutFor(IpVersion.V6));
    }

    /// <summary>One group for each different timeout.</summary>
    public ReadOnlySpan<AgeGroup> Groups => CollectionsMarshal.AsSpan(_groups);

    /// <summary>The rule for the datagrams of a key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public HostRule For(in DatagramKey key) => key.Version == IpVersion.V4 ? _ipv4 : _ipv6;

    private HostRule Create(OverlapPolicy policy, Duration timeout)
    {
        var group = _groups.Find(group => group.Timeout == timeout);
        if (group is null)
        {
            _groups.Add(group = new AgeGroup(timeout, _lateEvidence));
        }

        if (!_idleViews.TryGetValue(policy, out var idle))
        {
            _idleViews.Add(policy, idle = new Stack<PolicyView>());
        }

        return new HostRule(policy, group, idle);
    }
}
