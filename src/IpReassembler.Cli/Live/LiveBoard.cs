using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Records;

namespace IpReassembler.Cli;

/// <summary>What is known of running traffic: the last seconds of it, the flows seen last, and what waits.</summary>
/// <remarks>
/// Its clock is that of the frames. Bounded: rows of a few hundred seconds, <see cref="MaxFlows"/> flows of 1 to 34 KB each, and a word
/// on each datagram that is decided while the cache still has it open.
/// </remarks>
internal sealed class LiveBoard(ReassemblyCache cache, ReassemblyOptions options)
{
    /// <summary>The most flows that are kept.</summary>
    public const int MaxFlows = 512;

    /// <summary>How many seconds the charts can show.</summary>
    public const int Course = 241;

    /// <summary>How many seconds "the last minute" has.</summary>
    public const int Minute = 60;

    // Counting them means walking along them, at each look.
    private const int MostCounted = 10_000;

    private static readonly RecordCategory[] Categories = Enum.GetValues<RecordCategory>();

    private readonly SecondRow _frames = new(3);
    private readonly SecondRow _bits = new(3);
    private readonly SecondRow _decided = new(Course);
    private readonly SecondRow[] _outcomes = [.. Categories.Select(_ => new SecondRow(Minute))];
    private readonly RecentDurations _durations = new();
    private readonly LiveFlows _flows = new(MaxFlows);
    private readonly Dictionary<(long Number, int Depth), (RecordCategory Category, long Second)> _told = [];
    private Timestamp? _began;
    private long _second;

    /// <summary>The capture that records of waiting datagrams stand in. What is known of it may grow with the first frame.</summary>
    public required CaptureHeader Header { get; set; }

    /// <summary>The time it has reached; the beginning of time before anything was heard.</summary>
    public Timestamp Now { get; private set; }

    /// <summary>Since the first that was heard.</summary>
    public Duration Running => _began is { } began ? Now - began : Duration.Zero;

    /// <summary>Takes a frame.</summary>
    public void Note(in CapturedFrame frame)
    {
        Pass(frame.Timestamp);
        _frames.Add(_second, 1);
        _bits.Add(_second, frame.OriginalLength * 8);
    }

    /// <summary>Takes note that it is so late. A clock that steps back stands still here until it has caught up.</summary>
    public void Pass(Timestamp now)
    {
        _began ??= now;
        if (now > Now || _began == now)
        {
            Now = now;
            _second = Running.Nanoseconds / 1_000_000_000;
        }
    }

    /// <summary>Takes what happened in the cache.</summary>
    public void Note(in FragmentOutcome outcome)
    {
        if (outcome.Kind == OutcomeKind.Ended)
        {
            End(outcome.Datagram!);
        }
        else if (FollowedDatagrams.IsDecided(outcome) && outcome.Datagram is { LateDuplicateOf: null } datagram && !_told.ContainsKey(NameOf(datagram)))
        {
            // A host that began anew may give up again: that is no other datagram.
            _told.Add(NameOf(datagram), (Decide(datagram), _second));
        }
    }

    /// <summary>Everything as it stands.</summary>
    /// <param name="waiting">The most waiting datagrams that are wanted.</param>
    /// <param name="isWanted">Which of the waiting ones; null for all.</param>
    /// <param name="dropped">What the kernel dropped; null where there is no kernel.</param>
    /// <param name="hasEnded">Whether nothing more will come.</param>
    public LiveSnapshot Show(int waiting, Func<Datagram, bool>? isWanted, long? dropped, bool hasEnded)
    {
        var (rows, count, isMore) = Wait(waiting, isWanted);
        return new LiveSnapshot
        {
            Running = Running,
            PacketRate = _frames.Rate(_second, 1),
            BitRate = _bits.Rate(_second, 1),
            Dropped = dropped,
            Open = cache.Counters.OpenDatagrams,
            MaxOpen = options.MaxDatagrams,
            HeldBytes = cache.Counters.HeldBytes,
            DatagramRates = _decided.Finished(_second, Course),
            Halves = _durations.Halves(_second, Course),
            Mosts = _durations.Mosts(_second, Course),
            Half = _durations.Percentile(_second, 50),
            Most = _durations.Percentile(_second, 99),
            Outcomes = [.. Categories.Select(category => (category, _outcomes[(int)category].Sum(_second, Minute))).Where(one => one.Item2 > 0)],
            Flows = _flows.Show(_second),
            ForgottenFlows = _flows.Forgotten,
            Waiting = rows,
            WaitingCount = count,
            WaitingIsMore = isMore,
            HasEnded = hasEnded,
        };
    }

    private static bool IsFailed(RecordCategory category) => category is not (RecordCategory.Sound or RecordCategory.Unchecked);

    private static (long, int) NameOf(Datagram datagram) => (datagram.Number, datagram.Key.Depth);

    private (List<WaitingRow> Rows, int Count, bool IsMore) Wait(int wanted, Func<Datagram, bool>? isWanted)
    {
        var (rows, count, walked) = (new List<WaitingRow>(), 0, 0);
        foreach (var one in cache.Waiting())
        {
            if (walked++ == MostCounted)
            {
                return (rows, count, true);
            }

            if (isWanted is not null && !isWanted(one.Datagram))
            {
                continue;
            }

            if (count++ < wanted)
            {
                rows.Add(new WaitingRow(Describe(one.Datagram), one.Datagram.Timeout == Duration.Longest ? Duration.Longest : one.Deadline - Now));
            }
        }

        return (rows, count, false);
    }

    // Nothing is decided while it waits for the first time: until it is whole it is incomplete.
    private DatagramRecord Describe(Datagram datagram) =>
        DatagramRecord.From(datagram, Header) is var record && datagram.State == DatagramState.Open ? record with { Verdict = Verdict.Incomplete } : record;

    // What was decided while the record was open may look different with the last of the evidence.
    private void End(Datagram datagram)
    {
        if (!_told.Remove(NameOf(datagram), out var told))
        {
            if (datagram.LateDuplicateOf is null)
            {
                Decide(datagram);
            }

            return;
        }

        var category = RecordCategories.Of(datagram.Verdict, datagram.State);
        _outcomes[(int)told.Category].Add(told.Second, -1);
        _outcomes[(int)category].Add(told.Second, 1);
        _flows.Find(HostPair.Of(datagram.Key, datagram.Protocol))?.Change(IsFailed(told.Category), IsFailed(category));
    }

    private RecordCategory Decide(Datagram datagram)
    {
        var category = RecordCategories.Of(datagram.Verdict, datagram.State);
        _decided.Add(_second, 1);
        _outcomes[(int)category].Add(_second, 1);
        var flow = _flows[HostPair.Of(datagram.Key, datagram.Protocol)];
        flow.Add(datagram, IsFailed(category), _second);
        // No time was measured where the clock stepped back.
        if (!IsFailed(category) && datagram.CompletedAfter is { } duration && duration >= Duration.Zero)
        {
            _durations.Add(_second, duration);
            flow.Durations.Add(duration);
        }

        return category;
    }
}
