using System.Globalization;
using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Timing;

namespace IpReassembler.Records;

/// <summary>What is kept and printed of one datagram: a snapshot, good for ever, of a <see cref="Datagram"/> that the cache only lends.</summary>
public sealed record DatagramRecord
{
    /// <summary>The number of its first frame.</summary>
    public required long Number { get; init; }

    /// <summary>What its fragments share.</summary>
    public required DatagramKey Key { get; init; }

    /// <summary>IPv4's Protocol; IPv6's Next Header as the first fragment has it.</summary>
    public byte Protocol { get; init; }

    /// <summary>The number of the transport, which in IPv6 may stand behind extension headers; null when it is not known.</summary>
    public byte? Transport { get; init; }

    /// <summary>UDP, TCP or SCTP source port; null when it is not known.</summary>
    public int? SourcePort { get; init; }

    /// <summary>UDP, TCP or SCTP destination port; null when it is not known.</summary>
    public int? DestinationPort { get; init; }

    /// <summary>The type of an ICMP message; null when it is not known.</summary>
    public byte? IcmpType { get; init; }

    /// <summary>The code of an ICMP message; null when it is not known.</summary>
    public byte? IcmpCode { get; init; }

    /// <summary>When its first fragment came.</summary>
    public Timestamp First { get; init; }

    /// <summary>When its last fragment came.</summary>
    public Timestamp Last { get; init; }

    /// <summary>How many digits after the point its times are worth: 6 or 9.</summary>
    public int TimeDigits { get; init; } = 6;

    /// <summary>The name of the policy that judged it.</summary>
    public string Policy { get; init; } = "linux";

    /// <summary>How long it might have taken from its first fragment; <see cref="Duration.Longest"/> for ever.</summary>
    public Duration Timeout { get; init; } = Duration.FromSeconds(30);

    /// <summary>What that policy did with it.</summary>
    public DatagramState State { get; init; }

    /// <summary>The limit that cut it: none unless it was evicted or refused.</summary>
    public CacheLimit EvictedBy { get; init; }

    /// <summary>What the evidence says.</summary>
    public Verdict Verdict { get; init; } = Verdict.Sound;

    /// <summary>The payload's length in bytes, as its last piece says; null when that did not come.</summary>
    public int? TotalLength { get; init; }

    /// <summary>How many different bytes of the payload came.</summary>
    public int ArrivedLength { get; init; }

    /// <summary>The ranges that never came, in order; an end of <see cref="int.MaxValue"/> stands for an end that is not known.</summary>
    public IReadOnlyList<ByteRange> Missing { get; init; } = [];

    /// <summary>How many fragments were folded into it, copies included.</summary>
    public int FragmentCount { get; init; }

    /// <summary>Fragments with the same range as one that was there.</summary>
    public int DuplicateCount { get; init; }

    /// <summary>Those of the duplicates that brought other bytes.</summary>
    public int ConflictingDuplicateCount { get; init; }

    /// <summary>Fragments that shared bytes with others without being duplicates.</summary>
    public int OverlapCount { get; init; }

    /// <summary>Fragments that brought other bytes for a place that was filled.</summary>
    public int ConflictCount { get; init; }

    /// <summary>Fragments that came after one with a larger offset.</summary>
    public int ReorderedCount { get; init; }

    /// <summary>From the first fragment to delivery; null unless delivered, or when the clock stepped back.</summary>
    public Duration? CompletedAfter { get; init => field = value >= Duration.Zero ? value : null; }

    /// <summary>From the first fragment until the policy gave up or the input ended; null when delivered.</summary>
    public Duration? Waited { get; init; }

    /// <summary>What the transport checksum says.</summary>
    public ChecksumState Checksum { get; init; }

    /// <summary>The frame that closed the last hole; null unless delivered.</summary>
    public long? CompleteFrame { get; init; }

    /// <summary>The delivered payload in the form asked for; null unless delivered.</summary>
    public PayloadText? Payload { get; init; }

    /// <summary>Every anomaly of its fragments.</summary>
    public Anomaly Anomalies { get; init; }

    /// <summary>The number of the datagram of which this one only repeats fragments; null when it is one of its own.</summary>
    public long? LateDuplicateOf { get; init; }

    /// <summary>Its fragments in order of arrival; exact copies beyond the limit on fragments are counted but not listed. One costs 32 bytes.</summary>
    public IReadOnlyList<JournalEntry> Fragments { get; init; } = [];

    /// <summary>Whether every policy that was compared made the same of it: see <see cref="Datagram.ViewsAgree"/>.</summary>
    public bool ViewsAgree { get; init; } = true;

    /// <summary>What each compared policy made of it; null when they had nothing to differ on, or nobody kept it.</summary>
    public DatagramViews? Views { get; init; }

    /// <summary>What is measured of its timeline. Measured anew each time it is asked for: one look at each fragment.</summary>
    public TimelineStatistics Timing => new TimelineMeter().Measure(Facts, Journal, Missing);

    /// <summary>The flow it belongs to, in a word that other programs make too; null when its ports are not known. See <see cref="Records.CommunityId"/>.</summary>
    public string? CommunityId => Records.CommunityId.Of(this);

    /// <summary>What sums and timelines need to know of it.</summary>
    public DatagramFacts Facts => new()
    {
        Number = Number,
        Key = Key,
        Protocol = Protocol,
        SourcePort = SourcePort,
        DestinationPort = DestinationPort,
        First = First,
        Last = Last,
        State = State,
        Verdict = Verdict,
        Checksum = Checksum,
        TotalLength = TotalLength,
        ArrivedLength = ArrivedLength,
        FragmentCount = FragmentCount,
        DuplicateCount = DuplicateCount,
        ReorderedCount = ReorderedCount,
        CompletedAfter = CompletedAfter,
        CompleteFrame = CompleteFrame,
        LateDuplicateOf = LateDuplicateOf,
    };

    /// <summary>Its fragments as a span: the same, for what measures them.</summary>
    internal ReadOnlySpan<JournalEntry> Journal => Fragments is JournalEntry[] array ? array : Fragments.ToArray();

    /// <summary>Its name without the number sign: <c>151</c>, and <c>151.1</c> inside a tunnel.</summary>
    public string Name => NameOf(Number, Key.Depth);

    /// <summary>The name of another datagram that stood at the same depth as this one: of <see cref="LateDuplicateOf"/>, say.</summary>
    public string NameOfPeer(long number) => NameOf(number, Key.Depth);

    /// <summary>What became of it, in one word.</summary>
    public RecordCategory Category => RecordCategories.Of(Verdict, State);

    /// <summary>The name of the datagram whose first fragment stands at <paramref name="depth"/> in frame <paramref name="number"/>.</summary>
    public static string NameOf(long number, int depth) => depth == 0
        ? number.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{number}.{depth}");

    /// <summary>Its timeline, with everything a drawing needs.</summary>
    public Timeline ToTimeline() => new(Facts, Journal, Missing);

    /// <summary>Copies what the cache lends.</summary>
    /// <param name="datagram">A datagram whose record has ended.</param>
    /// <param name="header">The capture it was found in.</param>
    /// <param name="payload">What was delivered of it; null for nothing, or when nobody kept it.</param>
    public static DatagramRecord From(Datagram datagram, CaptureHeader header, PayloadText? payload = null) => new()
    {
        Number = datagram.Number,
        Key = datagram.Key,
        Protocol = datagram.Protocol,
        Transport = datagram.Transport,
        SourcePort = datagram.SourcePort,
        DestinationPort = datagram.DestinationPort,
        IcmpType = datagram.IcmpType,
        IcmpCode = datagram.IcmpCode,
        First = datagram.First,
        Last = datagram.Last,
        TimeDigits = header.TimeDigits,
        Policy = datagram.Policy.Name,
        Timeout = datagram.Timeout,
        State = datagram.State,
        EvictedBy = datagram.EvictedBy,
        Verdict = datagram.Verdict,
        TotalLength = datagram.TotalLength,
        ArrivedLength = datagram.ArrivedLength,
        Missing = [.. datagram.Missing()],
        FragmentCount = datagram.FragmentCount,
        DuplicateCount = datagram.DuplicateCount,
        ConflictingDuplicateCount = datagram.ConflictingDuplicateCount,
        OverlapCount = datagram.OverlapCount,
        ConflictCount = datagram.ConflictCount,
        ReorderedCount = datagram.ReorderedCount,
        CompletedAfter = datagram.CompletedAfter,
        Waited = datagram.Waited,
        Checksum = datagram.Checksum,
        CompleteFrame = datagram.CompleteFrame,
        Payload = payload,
        Anomalies = datagram.Anomalies,
        LateDuplicateOf = datagram.LateDuplicateOf,
        ViewsAgree = datagram.ViewsAgree,
        Fragments = datagram.Journal.ToArray(),
    };
}
