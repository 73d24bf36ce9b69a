namespace IpReassembler.Tcp;

/// <summary>What the next segment is to carry.</summary>
/// <param name="Sequence">The number of its first byte, or of its FIN.</param>
/// <param name="Length">Payload bytes.</param>
/// <param name="HasFin">Whether FIN follows them.</param>
/// <param name="IsLast">Whether nothing is left to send behind it now: what PSH is set for.</param>
/// <param name="Reason">Why it is not the first time.</param>
internal readonly record struct SegmentPlan(SequenceNumber Sequence, int Length, bool HasFin, bool IsLast, RetransmissionReason Reason)
{
    /// <summary>The numbers it takes.</summary>
    public SequenceRange Range => new(Sequence, Sequence + Length + (HasFin ? 1 : 0));
}
