using IpReassembler.Packets;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>What a replay will send and to whom, found out before anything is sent.</summary>
internal sealed class ReplayPlan
{
    // Destinations beyond these are counted together, so that no capture can fill the memory with them.
    private const int MostDestinations = 1024, ShownDestinations = 8;

    private readonly long[] _fates = new long[Enum.GetValues<ReplayFate>().Length];
    private readonly Dictionary<IpAddress, long> _destinations = [];
    private readonly SortedSet<string> _refused = [];
    private long _others;
    private long _changed;
    private Timestamp? _first;
    private Timestamp _last;

    /// <summary>How many frames are sent in one round.</summary>
    public long Frames => _fates[(int)ReplayFate.Sent];

    /// <summary>How many bytes they have.</summary>
    public long Bytes { get; private set; }

    /// <summary>From the first of them to the last, as captured.</summary>
    public Duration Lasting => _first is { } first && _last > first ? _last - first : Duration.Zero;

    /// <summary>How many frames may not be sent.</summary>
    public long Refused => _fates[(int)ReplayFate.Refused];

    /// <summary>Some of the addresses that they would go to.</summary>
    public string RefusedAddresses => string.Join(", ", _refused) + (_refused.Count == ShownDestinations ? " ..." : "");

    /// <summary>Adds a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="fate">What becomes of it.</param>
    /// <param name="destination">Where it goes, or would.</param>
    /// <param name="isChanged">Whether the kernel makes another packet of it.</param>
    public void Note(in CapturedFrame frame, ReplayFate fate, IpAddress destination, bool isChanged)
    {
        _fates[(int)fate]++;
        if (fate == ReplayFate.Refused && _refused.Count < ShownDestinations)
        {
            _refused.Add(destination.ToString());
        }

        if (fate != ReplayFate.Sent)
        {
            return;
        }

        _changed += isChanged ? 1 : 0;
        Bytes += frame.Bytes.Length;
        _first ??= frame.Timestamp;
        _last = frame.Timestamp;
        if (_destinations.Count < MostDestinations || _destinations.ContainsKey(destination))
        {
            _destinations[destination] = _destinations.GetValueOrDefault(destination) + 1;
        }
        else
        {
            _others++;
        }
    }

    /// <summary>The plan in lines: what goes where.</summary>
    public IEnumerable<string> Describe()
    {
        var shown = _destinations.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key.ToString(), StringComparer.Ordinal).Take(ShownDestinations);
        foreach (var (address, count) in shown)
        {
            yield return $"  to {address,-15}  {RecordText.Count(count, "frame")}";
        }

        var rest = _others + _destinations.Values.OrderDescending().Skip(ShownDestinations).Sum();
        if (rest > 0)
        {
            yield return $"  to others        {RecordText.Count(rest, "frame")}";
        }
    }

    /// <summary>What is left out or goes out differently, and why, in lines.</summary>
    public IEnumerable<string> DescribeOmitted() => new (ReplayFate Fate, string Reason)[]
        {
            (ReplayFate.CutShort, "only a part of them was captured"),
            (ReplayFate.NoPacket, "they carry no packet that can be sent so"),
            (ReplayFate.OtherLink, "they have another link-layer header"),
        }
        .Where(one => _fates[(int)one.Fate] > 0)
        .Select(one => Invariant($"{RecordText.Count(_fates[(int)one.Fate], "frame")} not sent: {one.Reason}"))
        .Concat(_changed > 0
            ? [Invariant($"{RecordText.Count(_changed, "frame")} changed by the kernel: it mends header checksums, replaces the identification 0, and sends no VLAN tags")]
            : Array.Empty<string>());
}
