using IpReassembler.Reassembly;

namespace IpReassembler.Scenarios;

/// <summary>What must come of one datagram of a scenario, each time it is sent.</summary>
/// <param name="Datagram">Its place in the scenario.</param>
/// <param name="Outcomes">For each policy that is named, what it must do.</param>
/// <param name="Verdict">What the evidence must say under each of these policies; null where nothing is expected.</param>
/// <param name="Where">Where it was written down.</param>
internal sealed record Expectation(int Datagram, IReadOnlyList<ExpectedOutcome> Outcomes, Verdict? Verdict, SourceSpan Where);
