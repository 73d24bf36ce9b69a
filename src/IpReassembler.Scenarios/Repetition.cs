using IpReassembler.Packets;

namespace IpReassembler.Scenarios;

/// <summary>How often a datagram is sent, and what changes from one time to the next.</summary>
/// <param name="Count">How often, at least once.</param>
/// <param name="Every">From the beginning of one to that of the next.</param>
/// <param name="IdentificationStep">What is added to the identification, modulo 65,536.</param>
/// <param name="SourceStep">What is added to the source address as a number.</param>
internal sealed record Repetition(int Count, Duration Every, int IdentificationStep, int SourceStep)
{
    public static Repetition Once { get; } = new(1, Duration.Zero, 0, 0);
}
