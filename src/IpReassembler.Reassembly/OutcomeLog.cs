namespace IpReassembler.Reassembly;

/// <summary>What the call under way, or the last one, led to.</summary>
internal sealed class OutcomeLog
{
    /// <summary>The outcomes, in order.</summary>
    public List<Happening> Happenings { get; } = [];

    /// <summary>The fragment that the one outcome of kind <see cref="OutcomeKind.Fragment"/> is about.</summary>
    public JournalEntry Fragment;
}
