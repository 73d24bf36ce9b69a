using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>Which hosts reassemble how. Of the targets that a destination lies in, the one with the longest prefix holds.</summary>
/// <remarks>
/// The table never changes. Looking a destination up costs a step for each different length of prefix in it, and is
/// done once for each datagram, not for each fragment.
/// </remarks>
public sealed class TargetTable
{
    /// <summary>The most targets. One costs about 150 bytes, and about 100 more in the cache.</summary>
    public const int MaxTargets = 65_536;

    /// <summary>The most different timeouts: the cache keeps queues for each of them, and looks at all when one has something due.</summary>
    public const int MaxTimeouts = 64;

    private readonly Target[] _targets;
    private readonly (int Length, Dictionary<IpAddress, int> Targets)[] _ipv4;
    private readonly (int Length, Dictionary<IpAddress, int> Targets)[] _ipv6;

    /// <summary>Makes a table.</summary>
    /// <param name="name">What it is called where it is told of: the file it was read from.</param>
    /// <param name="targets">The targets; their order does not matter.</param>
    /// <exception cref="ArgumentException">Two targets have the same hosts, or there are too many.</exception>
    public TargetTable(string name, IEnumerable<Target> targets)
    {
        Name = name;
        _targets = [.. targets.Take(MaxTargets + 1)];
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_targets.Length, MaxTargets, nameof(targets));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_targets.Select(target => target.Timeout).Distinct().Count(), MaxTimeouts, nameof(targets));
        foreach (var target in _targets)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(target.Timeout?.Nanoseconds ?? 1, 0, nameof(targets));
        }

        _ipv4 = ByLength(IpVersion.V4);
        _ipv6 = ByLength(IpVersion.V6);
    }

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>All targets, in the order in which they were given.</summary>
    public IReadOnlyList<Target> Targets => _targets;

    /// <summary>The target that a destination lies in; null when there is none.</summary>
    public Target? Find(IpAddress destination) => IndexOf(destination) is >= 0 and var index ? _targets[index] : null;

    /// <summary>The place of the target that a destination lies in; -1 when there is none.</summary>
    internal int IndexOf(IpAddress destination)
    {
        foreach (var (length, targets) in destination.Version == IpVersion.V4 ? _ipv4 : _ipv6)
        {
            if (targets.TryGetValue(IpPrefix.Mask(destination, length), out var index))
            {
                return index;
            }
        }

        return -1;
    }

    // The longest prefixes first, so that the first that fits is the one.
    private (int Length, Dictionary<IpAddress, int> Targets)[] ByLength(IpVersion version) =>
    [
        .. _targets.Select((target, index) => (target.Hosts, Index: index))
            .Where(one => one.Hosts.Address.Version == version)
            .GroupBy(one => one.Hosts.Length)
            .OrderByDescending(group => group.Key)
            .Select(group => (group.Key, group.ToDictionary(one => one.Hosts.Normalized.Address, one => one.Index))),
    ];
}
