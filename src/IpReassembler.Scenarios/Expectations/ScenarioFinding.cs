namespace IpReassembler.Scenarios;

/// <summary>What testing one expectation under one policy showed.</summary>
/// <param name="Datagram">The datagram's name in the scenario.</param>
/// <param name="Policy">The policy's name.</param>
/// <param name="Line">The line of the expectation.</param>
/// <param name="Expected">What was expected, as the scenario writes it.</param>
/// <param name="Came">What came instead, in the same words; null when the expectation was met each time.</param>
public sealed record ScenarioFinding(string Datagram, string Policy, int Line, string Expected, string? Came)
{
    /// <summary>Whether the expectation was met each time the datagram was sent.</summary>
    public bool IsMet => Came is null;

    /// <summary>How often it was sent.</summary>
    public int Sent { get; internal init; }

    /// <summary>How often something else came.</summary>
    public int Differing { get; internal init; }
}
