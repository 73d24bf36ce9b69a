using IpReassembler.Reassembly;

namespace IpReassembler.Scenarios;

/// <summary>What one policy must do with a datagram: deliver payloads, or end in a state without delivering any.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Deliveries">The payloads in order; empty when nothing may be delivered.</param>
/// <param name="Ending">How it must end where nothing is delivered; null where that does not matter.</param>
internal sealed record ExpectedOutcome(OverlapPolicy Policy, IReadOnlyList<ExpectedPayload> Deliveries, Ending? Ending);
