using System.Text;
using IpReassembler.Capture;
using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Tests.Reassembly;

/// <summary>What other systems would have made of the same fragments, told in the same pass.</summary>
public class ComparedViewTests
{
    private static readonly ReassemblyOptions CompareAll = new() { Compare = OverlapPolicy.All };

    [Fact]
    public void The_mix_comes_out_differently_in_three_places()
    {
        var disputed = new Dictionary<long, string[]>();
        foreach (var (number, views, agree) in Mix())
        {
            if (!agree)
            {
                disputed.Add(number, views);
            }
        }

        Assert.Equal([182, 185, 193], disputed.Keys.Order());
        Assert.Equal(
            ["linux Killed", "linux-classic Complete", "first Complete", "last Complete", "bsd Complete", "bsd-right Complete", "windows Complete", "solaris Complete", "rfc5722 Killed"],
            disputed[182].Select(view => string.Join(' ', view.Split(' ')[..2])));
        Assert.Equal(
            [
                "linux Killed 188",
                "linux-classic Complete 190 111442555666 Unchecked",
                "first Complete 190 111422333666 Unchecked",
                "last Complete 190 144442555666 Unchecked",
                "bsd Complete 190 111442333666 Unchecked",
                "bsd-right Complete 190 144422555666 Unchecked",
                "windows Complete 190 111422333666 Unchecked",
                "solaris Complete 190 111422333666 Unchecked",
                "rfc5722 Killed 188",
            ],
            disputed[185]);
        Assert.All(disputed[193], view => Assert.Contains(" Complete 198 ", view, StringComparison.Ordinal));
        Assert.All(disputed[193], view => Assert.EndsWith(" Bad", view, StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_is_kept_while_fragments_only_add_bytes()
    {
        // Out of order, with an exact copy, and one that times out.
        var views = Views(
            CompareAll,
            Piece.Of(8, 8, 'B', more: true), Piece.Of(8, 8, 'B', more: true), Piece.Of(16, 4, 'C', more: false), Piece.Of(0, 8, 'A', more: true),
            Piece.Of(8, 8, 'B', more: true) with { Id = 2, Seconds = 1 }, Piece.Of(0, 8, 'B', more: true) with { Id = 3, Seconds = 40 });
        Assert.Equal(["#1 agree", "#5 agree", "#6 agree"], views);
    }

    [Fact]
    public void A_view_can_deliver_more_than_once()
    {
        // linux discards the first try at frame 2, and completes the second with what it still holds of the first; first delivers both tries.
        // A record ends when the chosen policy has delivered, so it is the chosen one that says what belongs together.
        Piece[] pieces =
        [
            Piece.Of(0, 16, 'A', more: true), Piece.Of(8, 16, 'x', more: true), Piece.Of(24, 8, 'D', more: false),
            Piece.Of(0, 24, 'E', more: true), Piece.Of(24, 8, 'D', more: false),
        ];
        Assert.Equal(
            [
                "#1 differ: linux Killed 2 | first Complete 3 AAxD Unchecked",
                "#4 differ: linux Complete 4 EEED Unchecked | first Open ",
                "#5 differ: linux Open  | first Complete 5 EEED Unchecked",
            ],
            Views(With("linux", "linux", "first"), pieces));
        Assert.Equal(
            ["#1 differ: first Complete 3 AAxD Unchecked | linux Killed 2", "#4 agree: first Complete 5 EEED Unchecked | linux Complete 4 EEED Unchecked"],
            Views(With("first", "first", "linux"), pieces));

        // The evidence believes in an end at 40, and so never sees a whole; a host that has forgotten it sees two.
        Piece[] twice =
        [
            Piece.Of(32, 8, 'T', more: false), Piece.Of(24, 16, 'U', more: true),
            .. Enumerable.Repeat<Piece[]>([Piece.Of(0, 8, 'A', more: true), Piece.Of(8, 8, 'B', more: false)], 2).SelectMany(pair => pair),
        ];
        var story = new ReassemblyCache(With("first", "rfc5722") with { Compare = [OverlapPolicy.Rfc5722] });
        Assert.Equal(2, Ended(story, twice).Single().Deliveries);
    }

    [Fact]
    public void A_host_takes_what_it_holds_into_the_next_record()
    {
        // last completes with frame 2. To bsd its bytes were there, so it waits; a copy of both does not help it, time does.
        Piece[] phantom = [Piece.Of(0, 16, 'A', more: true), Piece.Of(8, 8, 'B', more: false)];
        Assert.Equal(
            ["#1 differ: last Complete 2 AB Unchecked | bsd Open ", "#3 differ: last Complete 4 CD Unchecked | bsd Open "],
            Views(With("last", "last", "bsd"), [.. phantom, Piece.Of(0, 8, 'C', more: true), Piece.Of(8, 8, 'D', more: false)]));
        Assert.Equal(
            ["#1 differ: last Complete 2 AB Unchecked | bsd Open ", "#3 agree"],
            Views(With("last", "last", "bsd"), [.. phantom, Piece.Of(0, 8, 'C', more: true) with { Seconds = 30 }, Piece.Of(8, 8, 'D', more: false) with { Seconds = 30 }]));
    }

    [Fact]
    public void A_host_that_waits_in_vain_tells_what_it_lacked()
    {
        // To linux the bytes that first lacks are nothing to wait for: it has thrown the others away.
        Piece[] holed = [Piece.Of(0, 16, 'A', more: true), Piece.Of(8, 16, 'x', more: true), Piece.Of(32, 8, 'E', more: false)];
        Assert.Equal(["linux Killed: ", "first Open: 24-32"], Lacking(With("linux", "linux", "first"), holed));
        Assert.Equal(
            ["linux Killed: ", "first Timeout: 24-32"],
            Lacking(With("linux", "linux", "first"), [.. holed, Piece.Of(40, 8, 'y', more: true) with { Seconds = 31 }]));

        // One that knows no end lacks everything from there on; of many holes the first are told.
        Assert.Equal(["first Open: 24-max"], Lacking(With("linux", "first"), holed[..2]));
        Assert.Equal(
            ["first Open: 0-8 16-24 32-40 48-56 64-72 80-88 96-104 112-120"],
            Lacking(With("linux", "first"), [.. Enumerable.Range(0, 20).Select(unit => Piece.Of(8 + (16 * unit), 8, 'A', more: true)), Piece.Of(8, 8, 'x', more: true)]));

        // What came too late was lacking, though it came.
        Assert.Equal(
            ["linux Timeout: 8-16 24-max", "bsd Timeout: 8-16 24-max"],
            Lacking(With("linux", "linux", "bsd"), Piece.Of(0, 8, 'A', more: true), Piece.Of(16, 8, 'C', more: true), Piece.Of(8, 8, 'B', more: true) with { Seconds = 30 }));

        // A second try that succeeds leaves nothing to lack.
        Assert.Equal(
            ["first Complete: "],
            Lacking(With("linux", "first"), Piece.Of(0, 8, 'A', more: true), Piece.Of(0, 8, 'A', more: true) with { Seconds = 31 }, Piece.Of(8, 8, 'B', more: false) with { Seconds = 31 }));

        // The fragment with the end added no byte, so bsd did not look whether that was all.
        Assert.Equal(["bsd Open: "], Lacking(With("last", "bsd"), Piece.Of(0, 16, 'A', more: true), Piece.Of(8, 8, 'B', more: false)));
    }

    [Fact]
    public void Each_entry_has_its_own_timeout()
    {
        // linux begins anew at 20 s and is in time at 40 s; first began at 0 s.
        var pieces = new[]
        {
            Piece.Of(0, 16, 'A', more: true), Piece.Of(8, 16, 'x', more: true) with { Seconds = 10 }, Piece.Of(0, 16, 'B', more: true) with { Seconds = 20 },
            Piece.Of(16, 8, 'C', more: false) with { Seconds = 40 },
        };
        Assert.Equal(["#1 differ: linux Complete 4 BBC Unchecked | first Timeout "], Views(With("linux", "linux", "first"), pieces));
    }

    [Fact]
    public void Where_there_is_no_room_the_views_go_before_the_datagram()
    {
        var cache = new ReassemblyCache(CompareAll with { MaxMemory = 1 << 20 });
        var pieces = new[] { Piece.Of(0, 16, 'A', more: true), Piece.Of(8, 16, 'x', more: true) }
            .Concat(Enumerable.Range(0, 3_000).Select(unit => Piece.Of(24 + (8 * unit), 8, 'y', more: true)))
            .Append(Piece.Of(0, 24, 'B', more: true)).Append(Piece.Of(24_024, 8, 'z', more: false));
        var record = Ended(cache, pieces).Single();
        Assert.Equal((DatagramState.Complete, 0, true, true), (record.State, record.ViewCount, record.Agree, record.CutShort));
        Assert.Equal(1, cache.Counters.ComparisonsCutShort);
        Assert.Equal(0, cache.Counters.EvictedDatagrams);
    }

    [Fact]
    public void A_rebuilt_packet_has_the_header_of_the_fragment_that_supplied_its_first_byte()
    {
        Piece[] pieces =
        [
            Piece.Of(0, 16, 'A', more: true) with { TimeToLive = 10 }, Piece.Of(0, 24, 'B', more: true) with { TimeToLive = 20, Options = [1, 1, 1, 0] },
            Piece.Of(24, 8, 'C', more: false) with { TimeToLive = 30 },
        ];
        var cache = new ReassemblyCache(CompareAll);
        var headers = new List<string>();
        foreach (var frame in pieces)
        {
            Note(cache.Accept(frame.ToEthernet(), LinkType.Ethernet, frame.At));
        }

        Note(cache.Finish());
        Assert.Equal(["linux-classic 20 24", "first 10 20", "last 20 24", "bsd 10 20", "bsd-right 20 24", "windows 10 20", "solaris 10 20"], headers);

        void Note(OutcomeSequence outcomes)
        {
            foreach (var outcome in outcomes)
            {
                foreach (var view in outcome is { Kind: OutcomeKind.Ended, Datagram: { } record } ? record.Views : [])
                {
                    foreach (var delivery in view.Deliveries)
                    {
                        headers.Add($"{view.Policy} {delivery.Packet[8]} {delivery.HeaderLength}");
                        Assert.Equal(0, Piece.Checksum(delivery.Packet[..delivery.HeaderLength]));
                        Assert.Equal(delivery.Packet.Length, (delivery.Packet[2] << 8) | delivery.Packet[3]);
                    }
                }
            }
        }
    }

    [Fact]
    public void Distance_is_a_host_s_own_matter()
    {
        // Six other fragments of the source come between two of this one: too far for a host that allows five.
        var pieces = new[] { Piece.Of(0, 8, 'A', more: true) }
            .Concat(Enumerable.Range(0, 5).Select(other => Piece.Of(0, 8, 'x', more: true) with { Id = 100 + other }))
            .Concat(Enumerable.Range(0, 50).Select(other => Piece.Of(0, 8, 'x', more: true) with { Id = other, Source = "198.51.100.9" }))
            .Append(Piece.Of(8, 8, 'B', more: false)).ToArray();
        Assert.Equal("#1 differ: linux Killed 57 | linux Complete 57 AB Unchecked", First(4));
        Assert.Equal("#1 differ: linux Killed 57 | linux Complete 57 AB Unchecked", First(5));
        Assert.Equal("#1 agree: linux Complete 57 AB Unchecked | linux Complete 57 AB Unchecked", First(6));

        string First(int distance) =>
            Views(new ReassemblyOptions { Compare = [OverlapPolicy.LinuxWithMaxDistance(distance), OverlapPolicy.Linux] }, pieces).Single(line => line.StartsWith("#1 ", StringComparison.Ordinal));
    }

    private static ReassemblyOptions With(string policy, params string[] compared)
    {
        return new ReassemblyOptions { Policy = Find(policy), Compare = [.. compared.Select(Find)] };

        static OverlapPolicy Find(string name) => OverlapPolicy.TryFind(name, out var found) ? found : throw new ArgumentException(name);
    }

    private static List<string> Views(ReassemblyOptions options, params Piece[] pieces) => [.. Ended(new ReassemblyCache(options), pieces).OrderBy(record => record.Number).Select(record => record.Line)];

    private static List<string> Lacking(ReassemblyOptions options, params Piece[] pieces)
    {
        var cache = new ReassemblyCache(options);
        var lines = new List<string>();
        foreach (var piece in pieces)
        {
            Note(cache.Accept(piece.ToEthernet(), LinkType.Ethernet, piece.At));
        }

        Note(cache.Finish());
        return lines;

        void Note(OutcomeSequence outcomes)
        {
            foreach (var outcome in outcomes)
            {
                foreach (var view in outcome is { Kind: OutcomeKind.Ended, Datagram: { } record } ? record.Views : [])
                {
                    var missing = view.Missing.Select(range => $"{range.Start}-{(range.End == int.MaxValue ? "max" : $"{range.End}")}");
                    lines.Add($"{view.Policy} {view.State}: {string.Join(' ', missing)}");
                }
            }
        }
    }

    private sealed record Seen(long Number, DatagramState State, int ViewCount, bool Agree, bool CutShort, int Deliveries, string Line);

    private static List<Seen> Ended(ReassemblyCache cache, IEnumerable<Piece> pieces)
    {
        var ended = new List<Seen>();
        foreach (var piece in pieces)
        {
            Note(cache.Accept(piece.ToEthernet(), LinkType.Ethernet, piece.At));
            Assert.True(cache.Counters.Balances);
        }

        Note(cache.Finish());
        return ended;

        void Note(OutcomeSequence outcomes)
        {
            foreach (var outcome in outcomes)
            {
                if (outcome is { Kind: OutcomeKind.Ended, Datagram: { } record })
                {
                    var views = string.Join(" | ", record.Views.Select(Show));
                    ended.Add(new Seen(
                        record.Number, record.State, record.Views.Count, record.ViewsAgree, record.ViewsCutShort, record.Views.Sum(view => view.DeliveryCount),
                        $"#{record.Number} {(record.ViewsAgree ? "agree" : "differ")}{(views.Length > 0 ? ": " + views : "")}"));
                }
            }
        }
    }

    private static List<(long Number, string[] Views, bool Agree)> Mix()
    {
        using var source = CaptureFile.Open(Path.Combine(RepositoryRoot.Path, "captures", "mix.pcap"));
        var cache = new ReassemblyCache(CompareAll);
        var ended = new List<(long Number, string[] Views, bool Agree)>();
        while (source.Read(out var frame) is ReadResult.Frame)
        {
            if (LinkLayer.TryGetIp(frame, out var packet, out _))
            {
                Note(cache.Accept(packet));
            }
        }

        Note(cache.Finish());
        return ended;

        void Note(OutcomeSequence outcomes)
        {
            foreach (var outcome in outcomes)
            {
                if (outcome is { Kind: OutcomeKind.Ended, Datagram: { } record })
                {
                    ended.Add((record.Number, [.. record.Views.Select(Show)], record.ViewsAgree));
                }
            }
        }
    }

    // One letter for eight bytes.
    private static string Show(ComparedView view) =>
        $"{view.Policy} {view.State}"
        + (view.CompleteFrame is { } complete ? $" {complete} {Letters(view.Deliveries[0].Payload)} {view.Deliveries[0].Checksum}" : $" {view.KilledFrame}");

    private static string Letters(ReadOnlySpan<byte> payload)
    {
        var letters = new StringBuilder();
        for (var at = 0; at < payload.Length && payload.Length < 200; at += 8)
        {
            letters.Append((char)payload[at]);
        }

        return letters.ToString();
    }
}
