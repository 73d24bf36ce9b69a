namespace IpReassembler.Reassembly;

/// <summary>How the host that a datagram is for reassembles. A record takes it when it opens, and keeps it.</summary>
internal sealed class HostRule(OverlapPolicy policy, AgeGroup ages, Stack<PolicyView> idleViews)
{
    /// <summary>Whom it believes when fragments disagree.</summary>
    public OverlapPolicy Policy => policy;

    /// <summary>How long it waits, and what waits with it.</summary>
    public AgeGroup Ages => ages;

    /// <summary>Views of its policy that wait to be used again.</summary>
    public Stack<PolicyView> IdleViews => idleViews;
}
