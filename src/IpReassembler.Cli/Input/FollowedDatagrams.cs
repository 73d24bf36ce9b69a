using IpReassembler.Reassembly;
using IpReassembler.Records;

namespace IpReassembler.Cli;

/// <summary>Knows what <c>list --follow</c> has said of datagrams that were decided but stay open for late evidence.</summary>
/// <remarks>It holds no more of them than the cache has open.</remarks>
internal sealed class FollowedDatagrams
{
    private readonly Dictionary<(long Number, int Depth), (DatagramState State, Verdict Verdict, long? LateDuplicateOf)> _told = [];

    /// <summary>Whether the policy has given up a datagram just now, whose record is still open.</summary>
    public static bool IsDecided(in FragmentOutcome outcome) =>
        outcome is { Kind: OutcomeKind.Timeout } or { Kind: OutcomeKind.Fragment, Fate: FragmentFate.Kills };

    /// <summary>Whether what the record says now is not what was said of it last.</summary>
    /// <param name="record">The datagram as it stands.</param>
    /// <param name="isEnded">Whether nothing more will be added to it.</param>
    public bool IsNews(DatagramRecord record, bool isEnded)
    {
        var name = (record.Number, record.Key.Depth);
        var now = (record.State, record.Verdict, record.LateDuplicateOf);
        var isNews = !_told.TryGetValue(name, out var before) || before != now;
        if (isEnded)
        {
            _told.Remove(name);
        }
        else
        {
            _told[name] = now;
        }

        return isNews;
    }
}
