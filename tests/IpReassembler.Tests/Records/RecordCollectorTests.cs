using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Records;
using IpReassembler.Tests.Reassembly;

namespace IpReassembler.Tests.Records;

public class RecordCollectorTests
{
    private static readonly DatagramKey Key = new(IpAddress.V4(1), IpAddress.V4(2), 7, 17, VlanTags.None, 0);
    private static readonly Piece Head = Piece.Of(0, 8, 'a', more: true);
    private static readonly Piece Tail = Piece.Of(8, 2, 'b', more: false);

    [Fact]
    public void A_delivered_payload_is_kept_until_the_record_ends()
    {
        var records = Collect(PayloadForm.Hex, Head, Tail);
        Assert.Equal(new PayloadText(PayloadForm.Hex, 10, "61616161616161616262"), Assert.Single(records).Payload);
    }

    [Fact]
    public void What_was_not_delivered_has_no_payload() => Assert.Null(Assert.Single(Collect(PayloadForm.Hex, Head)).Payload);

    [Fact]
    public void The_payload_goes_to_its_own_datagram()
    {
        var records = Collect(PayloadForm.Hex, Head, Head with { Id = 2 }, Tail with { Id = 2 });
        Assert.Equal([null, 10], records.OrderBy(record => record.Number).Select(record => record.Payload?.Length));
    }

    [Fact]
    public void A_timeout_happens_when_the_wait_is_over_not_when_it_is_noticed()
    {
        var cache = new ReassemblyCache();
        cache.Accept(Head.ToEthernet(), LinkType.Ethernet, new Timestamp(5));
        var events = new List<RecordEvent?>();
        foreach (var outcome in cache.Expire(new Timestamp(77_000_000_000)))
        {
            events.Add(RecordEvent.From(outcome));
        }

        Assert.Equal([new RecordEvent(new Timestamp(30_000_000_005), "timeout", "1")], events);
    }

    [Fact]
    public void An_eviction_is_an_event_and_the_end_of_a_record_is_none()
    {
        var cache = new ReassemblyCache(new ReassemblyOptions { MaxDatagrams = 1 });
        cache.Accept(Head.ToEthernet(), LinkType.Ethernet, default);
        var events = new List<string?>();
        foreach (var outcome in cache.Accept((Head with { Id = 2 }).ToEthernet(), LinkType.Ethernet, new Timestamp(9)))
        {
            events.Add(RecordEvent.From(outcome)?.Event);
        }

        Assert.Equal(["evicted", null, null], events);
    }

    private static List<DatagramRecord> Collect(PayloadForm form, params Piece[] pieces)
    {
        var cache = new ReassemblyCache();
        var collector = new RecordCollector(MixRecords.Header, form);
        var records = new List<DatagramRecord>();
        void Take(OutcomeSequence outcomes)
        {
            foreach (var outcome in outcomes)
            {
                if (collector.Collect(outcome) is { } record)
                {
                    records.Add(record);
                }
            }
        }

        foreach (var piece in pieces)
        {
            Take(cache.Accept(piece.ToEthernet(), LinkType.Ethernet, piece.At));
        }

        Take(cache.Finish());
        return records;
    }

    [Fact]
    public void A_snapshot_takes_what_the_cache_lends()
    {
        var datagram = new Datagram(new MemoryLedger())
        {
            Key = Key, Number = 3, First = new Timestamp(1), Last = new Timestamp(2), State = DatagramState.Killed, Verdict = Verdict.Conflict,
            Anomalies = Anomaly.Overlap, Checksum = ChecksumState.Bad, DuplicateCount = 1, OverlapCount = 2, ConflictCount = 3, ReorderedCount = 4,
            ArrivedLength = 90, CompleteFrame = 9, CompletedAfter = new Duration(8), Waited = new Duration(7), LateDuplicateOf = 2,
            SourcePort = 53, DestinationPort = 54, Rule = new HostRules(new ReassemblyOptions { Policy = OverlapPolicy.First }, new PlaceTable()).For(Key),
        };

        var record = DatagramRecord.From(datagram, MixRecords.Header with { TickNanoseconds = 1 });

        Assert.Equal((9, "first", DatagramState.Killed, Verdict.Conflict), (record.TimeDigits, record.Policy, record.State, record.Verdict));
        Assert.Equal((1, 2, 3, 4), (record.DuplicateCount, record.OverlapCount, record.ConflictCount, record.ReorderedCount));
        Assert.Equal((90, 9, 2), (record.ArrivedLength, record.CompleteFrame, record.LateDuplicateOf));
        Assert.Equal((53, 54, ChecksumState.Bad), (record.SourcePort, record.DestinationPort, record.Checksum));
        Assert.Equal((new Duration(8), new Duration(7)), (record.CompletedAfter!.Value, record.Waited!.Value));
        Assert.Equal((new Timestamp(1), new Timestamp(2), Anomaly.Overlap), (record.First, record.Last, record.Anomalies));
    }
}
