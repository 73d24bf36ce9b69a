using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Timing;

/// <summary>How many datagrams would have the verdict sound if the timeout were another one: the answer for several, from one pass.</summary>
/// <remarks>
/// Exact up to the time for which the cache takes late evidence (<see cref="ReassemblyOptions.LateEvidence"/>, or the timeout if that is longer): what became
/// whole after that is not known, and not counted for "none" either.
/// </remarks>
public sealed class TimeoutTable
{
    private readonly long[] _sound = new long[Timeouts.Count];

    /// <summary>The timeouts that are tried; <see cref="Duration.Longest"/> stands for none.</summary>
    public static IReadOnlyList<Duration> Timeouts { get; } =
        [Duration.FromSeconds(15), Duration.FromSeconds(30), Duration.FromSeconds(60), Duration.FromSeconds(120), Duration.Longest];

    /// <summary>How many datagrams would be sound with the timeout at that place of <see cref="Timeouts"/>.</summary>
    public long this[int place] => _sound[place];

    /// <summary>Whether the choice makes a difference.</summary>
    public bool Differs => _sound.Any(count => count != _sound[0]);

    /// <summary>Takes a datagram.</summary>
    public void Add(in DatagramFacts facts, in TimelineStatistics statistics)
    {
        var couldBeSound = facts.Verdict == Verdict.Sound || (facts.Verdict == Verdict.Expired && facts.Checksum == ChecksumState.Ok);
        if (!couldBeSound)
        {
            return;
        }

        // Where the clock stepped back no time has passed.
        var needed = statistics.FirstToWhole ?? Duration.Zero;
        for (var place = 0; place < _sound.Length; place++)
        {
            _sound[place] += needed < Timeouts[place] ? 1 : 0;
        }
    }
}
