using IpReassembler.Capture;
using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Records;

namespace IpReassembler.Tests.Records;

public class CaptureTotalsTests
{
    [Fact]
    public void Sums_the_mix_capture()
    {
        var totals = MixRecords.Totals();

        Assert.Equal(38, totals.Datagrams);
        Assert.Equal(213, totals.Fragments);
        Assert.Equal(18, totals.Reordered);
        Assert.Equal(4, totals.Duplicates);
        Assert.Equal(2, totals.ConflictingDuplicates);
        Assert.Equal(3, totals.Overlapping);
        Assert.Equal(["182", "185", "193"], totals.DisputedNames);
        Assert.Equal(1580, totals.LargestPacketLength);
        Assert.Equal(1500, totals.UsualPacketLength);
    }

    [Theory]
    [InlineData(RecordCategory.Sound, 29)]
    [InlineData(RecordCategory.Incomplete, 4)]
    [InlineData(RecordCategory.DroppedByPolicy, 1)]
    [InlineData(RecordCategory.Expired, 1)]
    [InlineData(RecordCategory.Conflict, 1)]
    [InlineData(RecordCategory.Malformed, 1)]
    [InlineData(RecordCategory.Spliced, 1)]
    [InlineData(RecordCategory.Corrupt, 0)]
    [InlineData(RecordCategory.Unchecked, 0)]
    [InlineData(RecordCategory.Evicted, 0)]
    public void Sorts_the_mix_capture(RecordCategory category, long expected) => Assert.Equal(expected, MixRecords.Totals()[category]);

    [Fact]
    public void Every_datagram_is_in_exactly_one_category()
    {
        var totals = new CaptureTotals();
        foreach (var verdict in Enum.GetValues<Verdict>())
        {
            foreach (var state in Enum.GetValues<DatagramState>())
            {
                totals.Add(MixRecords.Number(1) with { Verdict = verdict, State = state });
            }
        }

        Assert.Equal(totals.Datagrams, Enum.GetValues<RecordCategory>().Sum(category => totals[category]));
    }

    [Theory]
    [InlineData(Verdict.Sound, DatagramState.Killed)]
    [InlineData(Verdict.Sound, DatagramState.Timeout)]
    [InlineData(Verdict.Unchecked, DatagramState.Killed)]
    [InlineData(Verdict.Sound, DatagramState.Open)]
    public void What_is_whole_and_was_not_delivered_was_dropped_by_the_policy(Verdict verdict, DatagramState state) =>
        Assert.Equal(RecordCategory.DroppedByPolicy, (MixRecords.Number(1) with { Verdict = verdict, State = state }).Category);

    [Fact]
    public void Keeps_the_first_ten_of_a_category_and_counts_the_rest()
    {
        var totals = new CaptureTotals();
        for (var i = 0; i < 1000; i++)
        {
            totals.Add(MixRecords.Number(151) with { Number = i });
        }

        Assert.Equal(1000, totals[RecordCategory.Incomplete]);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), totals.Shown(RecordCategory.Incomplete).Select(record => record.Number));
    }

    [Fact]
    public void A_late_duplicate_is_no_datagram()
    {
        var totals = new CaptureTotals();
        totals.Add(MixRecords.Number(1));
        totals.Add(MixRecords.Number(7) with { LateDuplicateOf = 1 });

        Assert.Equal(1, totals.Datagrams);
        Assert.Equal(1, totals.LateDuplicates);
        Assert.Equal(6, totals.LateDuplicateFragments);
        Assert.Equal(12, totals.Fragments);
    }

    [Theory]
    [InlineData("mix.pcap", 1580, 1500)]
    [InlineData("options.pcap", 1480, 1464)]        // 4 to 28 bytes of options, the pieces of one length
    [InlineData("tiny.pcap", 28, 28)]
    public void Lengths_count_the_options(string capture, int largest, int usual)
    {
        var totals = new CaptureTotals();
        EachEnded(capture, datagram => totals.Add(datagram, MixRecords.Header));
        Assert.Equal((largest, usual), (totals.LargestPacketLength, totals.UsualPacketLength));
    }

    [Fact]
    public void Fragment_sizes_that_no_sender_may_choose_are_not_counted()
    {
        var totals = new CaptureTotals();
        var piece = MixRecords.Number(1).Fragments[0];
        totals.Add(MixRecords.Number(1) with
        {
            Fragments = [piece with { Range = new ByteRange(0, 1481) }, piece with { Range = new ByteRange(8, 70_000), HeaderLength = 20 }, piece with { Range = new ByteRange(8, 8) }],
        });

        Assert.Null(totals.LargestPacketLength);
        Assert.Null(totals.UsualPacketLength);
    }

    [Theory]
    [InlineData("mix.pcap")]
    [InlineData("options.pcap")]
    [InlineData("novak.pcap")]
    [InlineData("truncated.pcap")]
    public void What_the_cache_lends_adds_up_to_what_the_records_say(string capture)
    {
        var (lent, kept) = (new CaptureTotals(), new CaptureTotals());
        EachEnded(capture, datagram =>
        {
            lent.Add(datagram, MixRecords.Header);
            kept.Add(DatagramRecord.From(datagram, MixRecords.Header));
        });
        Assert.True(lent.Fragments > 0);
        Assert.Equal(Said(kept), Said(lent));
    }

    [Fact]
    public void Without_timing_the_categories_are_the_same()
    {
        var (timed, untimed) = (new CaptureTotals(), new CaptureTotals(withTiming: false));
        EachEnded("mix.pcap", datagram =>
        {
            timed.Add(datagram, MixRecords.Header);
            untimed.Add(datagram, MixRecords.Header);
        });

        Assert.All(Enum.GetValues<RecordCategory>(), category => Assert.Equal(timed[category], untimed[category]));
        Assert.Equal((timed.Datagrams, timed.Fragments, timed.Disputed), (untimed.Datagrams, untimed.Fragments, untimed.Disputed));
        Assert.Equal((38, 0), (timed.Timing.Traffic.Datagrams, untimed.Timing.Traffic.Datagrams));
    }

    [Fact]
    public void Sums_of_a_sound_datagram_cost_no_memory()
    {
        var totals = new CaptureTotals();
        var least = long.MaxValue;
        EachEnded("clean.pcap", datagram =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            totals.Add(datagram, MixRecords.Header);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        });
        Assert.Equal(0, least);
    }

    private static void EachEnded(string capture, Action<Datagram> see)
    {
        var cache = new ReassemblyCache(new ReassemblyOptions());
        using var reader = CaptureFile.Open(Path.Combine(RepositoryRoot.Path, "captures", capture));
        while (reader.Read(out var frame) == ReadResult.Frame)
        {
            See(LinkLayer.TryGetIp(frame, out var packet, out _) ? cache.Accept(packet) : cache.Expire(frame.Timestamp));
        }

        See(cache.Finish());

        void See(OutcomeSequence outcomes)
        {
            foreach (var outcome in outcomes)
            {
                if (outcome is { Kind: OutcomeKind.Ended, Datagram: { } datagram })
                {
                    see(datagram);
                }
            }
        }
    }

    private static string Said(CaptureTotals totals) => string.Join('\n', typeof(CaptureTotals).GetProperties()
        .Where(property => property.GetIndexParameters().Length == 0)
        .Select(property => $"{property.Name} {(property.GetValue(totals) is IEnumerable<string> names ? string.Join(' ', names) : property.GetValue(totals))}")
        .Concat(Enum.GetValues<RecordCategory>().Select(category => $"{category} {totals[category]} {string.Join(' ', totals.Shown(category).Select(record => record.Name))}")));
}
