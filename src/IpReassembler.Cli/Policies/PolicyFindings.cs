using IpReassembler.Reassembly;
using IpReassembler.Records;

namespace IpReassembler.Cli;

/// <summary>What a pass found out about policies: how many datagrams come out the same, and what the others look like.</summary>
/// <remarks>Bounded: <see cref="MaxKept"/> datagrams and <see cref="MaxKeptBytes"/> of what policies made of them; the others are counted.</remarks>
internal sealed class PolicyFindings
{
    /// <summary>The most datagrams that are kept to be shown.</summary>
    public const int MaxKept = 1000;

    /// <summary>The most bytes they may take.</summary>
    public const long MaxKeptBytes = 64 << 20;

    private readonly List<DatagramRecord> _kept = [];
    private long _keptBytes;

    /// <summary>Datagrams that were selected; late duplicates are none.</summary>
    public long Datagrams { get; private set; }

    /// <summary>Those that policies make different things of.</summary>
    public long Disputed { get; private set; }

    /// <summary>Those of which nothing is known: a limit threw them away, or left no room for their views.</summary>
    public long NotCompared { get; private set; }

    /// <summary>The others: all policies make the same of them.</summary>
    public long Agreed => Datagrams - Disputed - NotCompared;

    /// <summary>The first of <see cref="Disputed"/>, in the order of their first frames.</summary>
    public IReadOnlyList<DatagramRecord> Kept => [.. _kept.OrderBy(record => record.Number).ThenBy(record => record.Key.Depth)];

    /// <summary>Takes a record that has ended.</summary>
    /// <param name="record">The record, with its views.</param>
    /// <param name="isCutShort">Whether a limit left no room for them.</param>
    public void Add(DatagramRecord record, bool isCutShort)
    {
        if (record.LateDuplicateOf is not null)
        {
            return;
        }

        Datagrams++;
        NotCompared += isCutShort || record.State is DatagramState.Evicted or DatagramState.Refused ? 1 : 0;
        if (!AreDisputed(record))
        {
            return;
        }

        Disputed++;
        _keptBytes += record.Views!.Price + (48L * record.Fragments.Count);
        if (_kept.Count < MaxKept && _keptBytes <= MaxKeptBytes)
        {
            _kept.Add(record);
        }
    }

    /// <summary>Whether the policies that were compared make different things of a datagram, as far as is known.</summary>
    public static bool AreDisputed(DatagramRecord record) =>
        record is { Views.Agree: false, LateDuplicateOf: null, State: not (DatagramState.Evicted or DatagramState.Refused) };
}
