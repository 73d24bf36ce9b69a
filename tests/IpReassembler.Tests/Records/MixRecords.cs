using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Records;

namespace IpReassembler.Tests.Records;

/// <summary>The 38 datagrams of the mix capture as policy linux sees them with 30 s, written by hand from what was put into the capture.</summary>
internal static class MixRecords
{
    public const long Epoch = 1_700_000_000_000_000_000;

    private static readonly IpAddress A = IpAddress.Parse("192.0.2.1"), B = IpAddress.Parse("198.51.100.2");
    private static readonly IpAddress C = IpAddress.Parse("192.0.2.7"), D = IpAddress.Parse("203.0.113.9");
    private static readonly Duration HalfMinute = Duration.FromSeconds(30);

    public static CaptureHeader Header { get; } = new() { File = "mix.pcap", ReadOptions = "-r mix.pcap", Link = LinkType.Ethernet };

    public static CaptureCounts Counts { get; } = new()
    {
        Packets = 213,
        Ipv4Packets = 213,
        Ipv4Fragments = 213,
        First = new Timestamp(Epoch),
        Last = new Timestamp(Epoch) + Duration.FromSeconds(80),
    };

    public static IReadOnlyList<DatagramRecord> All { get; } = [.. Build()];

    public static DatagramRecord Number(long number) => All.Single(record => record.Number == number);

    public static CaptureTotals Totals()
    {
        var totals = new CaptureTotals();
        foreach (var record in All)
        {
            totals.Add(record);
        }

        return totals;
    }

    private static IEnumerable<DatagramRecord> Build()
    {
        for (var i = 0; i < 20; i++)
        {
            yield return Whole(1 + (6 * i), 100 + i, A, B, Cut(1 + (6 * i), i * 100_000, 200 * (1 + (i % 5)), 8008, 0, 1, 2, 3, 4, 5));
        }

        int[][] orders = [[4, 0, 5, 3, 1, 2], [2, 3, 1, 5, 4, 0], [2, 5, 3, 0, 1, 4], [2, 5, 4, 1, 0, 3], [1, 2, 3, 5, 4, 0]];
        for (var i = 0; i < 5; i++)
        {
            yield return Whole(121 + (6 * i), 200 + i, A, B, Cut(121 + (6 * i), 3_000_000 + (i * 100_000), 1_000, 8008, orders[i]));
        }

        yield return Gap(151, 300, 8008, [new(2960, 5920)], Cut(151, 4_000_000, 500, 8008, 0, 1, 4, 5));
        yield return Gap(155, 301, 8008, [new(4440, 5920)], Cut(155, 4_200_000, 500, 8008, 0, 1, 2, 4, 5));
        yield return Gap(160, 302, 8008, [new(0, 1480)], Cut(160, 4_400_000, 500, 8008, 1, 2, 3, 4, 5))
            with { SourcePort = null, DestinationPort = null };
        yield return Gap(165, 303, null, [new(7400, int.MaxValue)], Cut(165, 4_600_000, 500, 8008, 0, 1, 2, 3, 4));

        for (var i = 0; i < 2; i++)
        {
            var pieces = Cut(170 + (6 * i), 5_000_000 + (i * 100_000), 500, 6008, 0, 1, 1, 2, 3, 4);
            pieces[2] = pieces[2] with { Anomalies = Anomaly.Duplicate, Fate = FragmentFate.Ignored, Timestamp = pieces[1].Timestamp + Duration.FromMicroseconds(100) };
            for (var late = 3; late < 6; late++)
            {
                pieces[late] = pieces[late] with { Timestamp = pieces[late].Timestamp + Duration.FromMicroseconds(-500) };
            }

            yield return Whole(170 + (6 * i), 400 + i, A, B, pieces) with { DuplicateCount = 1, Anomalies = Anomaly.Duplicate };
        }

        yield return Bare(182, 500, A, B, [Piece(182, 6_000_000, 0, 1480), Piece(183, 6_001_000, 1400, 2960, anomalies: Anomaly.Overlap, fate: FragmentFate.Kills),
            Piece(184, 6_002_000, 2960, 4008, last: true)]) with
        {
            ViewsAgree = false,
            State = DatagramState.Killed,
            TotalLength = 4008,
            ArrivedLength = 4008,
            OverlapCount = 1,
            Anomalies = Anomaly.Overlap,
            Waited = Duration.FromMilliseconds(1),
            Checksum = ChecksumState.Ok,
        };
        yield return Bare(185, 600, C, D, [Piece(185, 7_000_000, 0, 24), Piece(186, 7_001_000, 32, 48), Piece(187, 7_002_000, 48, 72),
            Piece(188, 7_003_000, 8, 40, anomalies: Anomaly.OverlapConflicting, fate: FragmentFate.Kills),
            Piece(189, 7_004_000, 48, 72, anomalies: Anomaly.DuplicateConflicting), Piece(190, 7_005_000, 72, 96, last: true)]) with
        {
            Key = Key(600, C, D, 1),
            Protocol = 1,
            SourcePort = null,
            DestinationPort = null,
            ViewsAgree = false,
            State = DatagramState.Killed,
            Verdict = Verdict.Conflict,
            TotalLength = 96,
            ArrivedLength = 96,
            DuplicateCount = 1,
            OverlapCount = 1,
            ConflictCount = 2,
            ConflictingDuplicateCount = 1,
            ReorderedCount = 1,
            Anomalies = Anomaly.OverlapConflicting | Anomaly.DuplicateConflicting,
            Waited = Duration.FromMilliseconds(3),
        };
        yield return Bare(191, 700, C, D, [Piece(191, 7_500_000, 0, 40), Piece(192, 7_501_000, 24, 28, last: true,
            anomalies: Anomaly.Overlap | Anomaly.ConflictingEnd, fate: FragmentFate.Rejected)]) with
        {
            Key = Key(700, C, D, 1),
            Protocol = 1,
            SourcePort = null,
            DestinationPort = null,
            State = DatagramState.Timeout,
            Verdict = Verdict.Malformed,
            TotalLength = 28,
            ArrivedLength = 40,
            OverlapCount = 1,
            Anomalies = Anomaly.Overlap | Anomaly.ConflictingEnd,
            Waited = HalfMinute,
        };

        var spliced = Cut(193, 8_000_000, 500, 6008, 0, 1, 2).Concat(Cut(196, 9_001_000, 500, 6008, 2, 3, 4)).ToArray();
        spliced[3] = spliced[3] with { Anomalies = Anomaly.DuplicateConflicting, Fate = FragmentFate.Ignored };
        yield return Whole(193, 800, A, B, spliced) with
        {
            ViewsAgree = false,
            Verdict = Verdict.Spliced,
            DuplicateCount = 1,
            ConflictCount = 1,
            ConflictingDuplicateCount = 1,
            Anomalies = Anomaly.DuplicateConflicting,
            Checksum = ChecksumState.Bad,
        };

        yield return Whole(199, 900, C, D, Spread([199, 210, 211], [10, 22, 34], 3008));
        yield return Whole(200, 901, C, D, Spread([200, 212, 213], [10, 45, 80], 3008)) with
        {
            State = DatagramState.Timeout,
            Verdict = Verdict.Expired,
            CompletedAfter = null,
            CompleteFrame = null,
            Payload = null,
            Waited = HalfMinute,
        };

        yield return Whole(201, 1000, A, B, [.. Enumerable.Range(0, 9).Select(k => Piece(201 + k, 12_000_000 + (k * 500), k * 8, (k * 8) + 8, last: k == 8))]);
    }

    private static DatagramRecord Whole(long number, int id, IpAddress from, IpAddress to, JournalEntry[] pieces) => Bare(number, id, from, to, pieces) with
    {
        State = DatagramState.Complete,
        Verdict = Verdict.Sound,
        TotalLength = pieces.Max(piece => piece.Range.End),
        ArrivedLength = pieces.Max(piece => piece.Range.End),
        ReorderedCount = pieces.Where((piece, i) => pieces[..i].Any(before => before.Range.Start > piece.Range.Start)).Count(),
        CompletedAfter = pieces[^1].Timestamp - pieces[0].Timestamp,
        CompleteFrame = pieces[^1].Frame,
        Payload = new PayloadText(PayloadForm.None, pieces.Max(piece => piece.Range.End), ""),
        Checksum = ChecksumState.Ok,
        Fragments = [.. pieces[..^1], pieces[^1] with { Fate = FragmentFate.Completes }],
    };

    private static DatagramRecord Gap(long number, int id, int? total, ByteRange[] missing, JournalEntry[] pieces) => Bare(number, id, C, D, pieces) with
    {
        State = DatagramState.Timeout,
        Verdict = Verdict.Incomplete,
        TotalLength = total,
        ArrivedLength = pieces.Sum(piece => piece.Range.Length),
        Missing = missing,
        Waited = HalfMinute,
    };

    private static DatagramRecord Bare(long number, int id, IpAddress from, IpAddress to, JournalEntry[] pieces) => new()
    {
        Number = number,
        Key = Key(id, from, to, 17),
        Protocol = 17,
        SourcePort = 4000,
        DestinationPort = 5000,
        First = pieces[0].Timestamp,
        Last = pieces[^1].Timestamp,
        FragmentCount = pieces.Length,
        Fragments = pieces,
    };

    private static DatagramKey Key(int id, IpAddress from, IpAddress to, byte protocol) => new(from, to, (uint)id, protocol, VlanTags.None, 0);

    private static JournalEntry[] Cut(long frame, long microseconds, long apart, int total, params int[] order) =>
        [.. order.Select((k, i) => Piece(frame + i, microseconds + (i * apart), k * 1480, Math.Min(total, (k + 1) * 1480), last: (k + 1) * 1480 >= total))];

    private static JournalEntry[] Spread(long[] frames, long[] seconds, int total) =>
        [.. frames.Select((frame, k) => Piece(frame, seconds[k] * 1_000_000, k * 1480, Math.Min(total, (k + 1) * 1480), last: k == 2))];

    private static JournalEntry Piece(
        long frame, long microseconds, int start, int end, bool last = false, Anomaly anomalies = Anomaly.None, FragmentFate fate = FragmentFate.Stored) => new()
        {
            Frame = frame,
            Timestamp = new Timestamp(Epoch) + Duration.FromMicroseconds(microseconds),
            Range = new ByteRange(start, end),
            HeaderLength = 20,
            MoreFragments = !last,
            TimeToLive = 64,
            Anomalies = anomalies,
            Fate = fate,
        };
}
