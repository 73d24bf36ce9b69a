using IpReassembler.Reassembly;

namespace IpReassembler.Scenarios;

/// <summary>What a policy did with what came under one key.</summary>
internal sealed class Observation
{
    private bool _wasKilled;

    /// <summary>What was delivered, in order.</summary>
    public List<Delivery> Deliveries { get; private init; } = [];

    /// <summary>The state of the datagram that ended last; null when none did.</summary>
    public DatagramState? State { get; private set; }

    /// <summary>What the evidence said of it.</summary>
    public Verdict? Verdict { get; private set; }

    /// <summary>Whether every byte of it came.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>What came under several keys, as one.</summary>
    public static Observation Joined(IEnumerable<Observation?> observations)
    {
        var all = observations.OfType<Observation>().ToList();
        return new Observation
        {
            Deliveries = [.. all.SelectMany(one => one.Deliveries)],
            _wasKilled = all.Any(one => one._wasKilled),
            State = all.LastOrDefault()?.State,
            Verdict = all.LastOrDefault()?.Verdict,
            IsWhole = all.LastOrDefault()?.IsWhole ?? false,
        };
    }

    /// <summary>A datagram has ended.</summary>
    public void End(Datagram datagram)
    {
        _wasKilled |= datagram.State == DatagramState.Killed;
        (State, Verdict, IsWhole) = (datagram.State, datagram.Verdict, datagram.IsWhole);
    }

    /// <summary>Whether this is what was expected.</summary>
    public bool Meets(ExpectedOutcome outcome, Verdict? verdict, Func<int, ReadOnlyMemory<byte>> payloadOf)
    {
        if (verdict is not null && verdict != Verdict)
        {
            return false;
        }

        if (Deliveries.Count != outcome.Deliveries.Count)
        {
            return false;
        }

        return outcome.Deliveries.Count > 0
            ? Deliveries.Zip(outcome.Deliveries).All(pair => pair.Second.IsMet(pair.First, payloadOf))
            : outcome.Ending is null || outcome.Ending == Ending;
    }

    /// <summary>What came, in the words of a scenario.</summary>
    public string Describe(bool withVerdict) =>
        (Deliveries.Count > 0 ? string.Join(" then ", Deliveries.Select(one => one.Describe())) : Word(Ending))
        + (withVerdict ? $" verdict {(Verdict is { } verdict ? Word(verdict) : "of nothing")}" : "");

    /// <summary>What was expected, in the same words.</summary>
    public static string Describe(ExpectedOutcome outcome, Verdict? verdict) =>
        (outcome.Deliveries.Count > 0 ? string.Join(" then ", outcome.Deliveries.Select(one => one.Describe())) : outcome.Ending is { } ending ? Word(ending) : "nothing")
        + (verdict is { } says ? $" verdict {Word(says)}" : "");

    private Ending? Ending => this switch
    {
        { _wasKilled: true } => Scenarios.Ending.Dropped,
        { State: DatagramState.Refused } => Scenarios.Ending.Refused,
        { State: DatagramState.Evicted } => Scenarios.Ending.Evicted,
        { State: DatagramState.Timeout, IsWhole: true } => Scenarios.Ending.Expired,
        { State: DatagramState.Timeout or DatagramState.Open } => Scenarios.Ending.Incomplete,
        _ => null,
    };

    private static string Word<T>(T value) => value?.ToString()?.ToLowerInvariant() ?? "nothing";
}
