using System.Text;
using System.Text.Json;
using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Records;

namespace IpReassembler.Tests.Records;

public class JsonLinesTests
{
    private const LineKinds Everything = LineKinds.Datagram | LineKinds.Fragment | LineKinds.Event | LineKinds.Summary;

    [Fact]
    public void Begins_with_the_capture() => Assert.Equal(
        """{"type":"capture","v":1,"file":"mix.pcap","format":"pcap","link":"ethernet","tick_ns":1000,"policy":"linux","timeout_ns":30000000000,"timeout_ipv6_ns":60000000000}""",
        Lines(_ => { }).Single());

    [Fact]
    public void Writes_no_timeout_as_null() =>
        Assert.EndsWith("\"timeout_ns\":null,\"timeout_ipv6_ns\":null}", Lines(_ => { }, MixRecords.Header with { Timeout = null, Ipv6Timeout = null }).Single(), StringComparison.Ordinal);

    [Fact]
    public void Writes_an_incomplete_datagram() => Assert.Equal(
        OneLine("""
            {"type":"datagram","n":"151","ip":4,"src":"192.0.2.7","dst":"203.0.113.9","proto":17,"sport":4000,"dport":5000,"id":300,"depth":0,
            "community_id":"1:ooRTHsmx3G49tAZO83G3RxtukBg=",
            "first":"1700000004.000000","last":"1700000004.001500","state":"timeout","verdict":"incomplete","total":8008,"have":5048,"missing":[[2960,5920]],
            "frags":4,"dup":0,"overlap":0,"conflict":0,"reordered":0,"extent_max":0,"n_reordering_max":0,"late_max_ns":null,"gap_max_ns":500000,"gap_max_frame":152,
            "span_ns":1500000,"ttl_changes":0,"clock_back":false,"duration_ns":null,"waited_ns":30000000000,"checksum":"unchecked",
            "frames":[151,152,153,154],"complete_frame":null,"payload_len":null,"anomalies":[]}
            """),
        Lines(json => json.Write(MixRecords.Number(151)))[1]);

    [Fact]
    public void Writes_no_duration_where_the_clock_stepped_back()
    {
        var line = Parse(Lines(json => json.Write(MixRecords.Number(1) with { CompletedAfter = new Duration(-6) }))[1]);

        Assert.Equal(JsonValueKind.Null, line.GetProperty("duration_ns").ValueKind);
        Assert.Equal("complete", line.GetProperty("state").GetString());
    }

    [Fact]
    public void Writes_a_whole_datagram()
    {
        var record = MixRecords.Number(1) with { Payload = PayloadText.Of("abc"u8, PayloadForm.Sha256) };

        var line = Lines(json => json.Write(record))[1];

        Assert.Contains(
            "\"duration_ns\":1000000,\"waited_ns\":null,\"checksum\":\"ok\",\"frames\":[1,2,3,4,5,6],\"complete_frame\":6,\"payload_len\":3," +
            "\"payload_sha256\":\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\",\"anomalies\":[]}",
            line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PayloadForm.Hex, "payload_hex", "00ff10")]
    [InlineData(PayloadForm.Base64, "payload_base64", "AP8Q")]
    public void Writes_the_payload_when_asked(PayloadForm form, string name, string text)
    {
        var record = MixRecords.Number(1) with { Payload = PayloadText.Of([0, 255, 16], form) };

        var line = Parse(Lines(json => json.Write(record))[1]);

        Assert.Equal(text, line.GetProperty(name).GetString());
        Assert.Equal(3, line.GetProperty("payload_len").GetInt32());
    }

    [Fact]
    public void Leaves_an_unknown_end_open() =>
        Assert.Equal("[[7400,null]]", Parse(Lines(json => json.Write(MixRecords.Number(165)))[1]).GetProperty("missing").GetRawText());

    [Fact]
    public void Writes_unknown_ports_as_null() =>
        Assert.Equal(JsonValueKind.Null, Parse(Lines(json => json.Write(MixRecords.Number(160)))[1]).GetProperty("sport").ValueKind);

    [Fact]
    public void Names_a_datagram_in_a_tunnel_after_its_frame_and_depth()
    {
        var record = MixRecords.Number(1) with { Key = MixRecords.Number(1).Key with { Depth = 1, Vlans = VlanTags.None.With(100).With(7) } };

        var line = Parse(Lines(json => json.Write(record))[1]);

        Assert.Equal("1.1", line.GetProperty("n").GetString());
        Assert.Equal(1, line.GetProperty("depth").GetInt32());
        Assert.Equal("100.7", line.GetProperty("vlan").GetString());
    }

    [Theory]
    [InlineData(1, "1700000004.000000000")]
    [InlineData(999, "1700000004.000000000")]
    [InlineData(1000, "1700000004.000000")]
    [InlineData(1_000_000, "1700000004.000000")]
    public void Writes_as_many_digits_as_the_clock_is_worth(long tick, string expected)
    {
        var header = MixRecords.Header with { TickNanoseconds = tick };
        var record = MixRecords.Number(151) with { TimeDigits = header.TimeDigits };

        var lines = Lines(json =>
        {
            json.Write(record);
            json.Write(new FragmentRecord(record.Fragments[0]) { Name = "151" });
        }, header);

        Assert.Equal(expected, Parse(lines[1]).GetProperty("first").GetString());
        Assert.Equal(expected, Parse(lines[2]).GetProperty("ts").GetString());
    }

    [Fact]
    public void Writes_fragments_and_events()
    {
        var lines = Lines(json =>
        {
            json.Write(new FragmentRecord(MixRecords.Number(151).Fragments[0])
            {
                Name = "151",
                Depth = 0,
                SourcePort = 4000,
                DestinationPort = 5000,
                CommunityId = MixRecords.Number(151).CommunityId,
            });
            json.Write(new FragmentRecord(MixRecords.Number(151).Fragments[3] with { Anomalies = Anomaly.BadHeaderChecksum, Fate = FragmentFate.Rejected }));
            json.Write(new RecordEvent(new Timestamp(MixRecords.Epoch) + Duration.FromSeconds(34), "timeout", "151"));
            json.Write(MixRecords.Number(7) with { State = DatagramState.Open, LateDuplicateOf = 1 });
            json.Write(new RecordEvent(new Timestamp(MixRecords.Epoch), "overlap-conflicting", "185") { Frame = 188 });
        });

        Assert.Equal(
            """{"type":"event","ts":"1700000000.000000","event":"overlap-conflicting","n":"185","frame":188,"zeek":"fragment_inconsistency","suricata":"ipv4.frag_overlap","reference":"RFC 791 section 3.2, RFC 5722, RFC 8200 section 4.5"}""",
            lines[5]);
        Assert.Equal(
            """{"type":"fragment","n":"151","depth":0,"sport":4000,"dport":5000,"community_id":"1:ooRTHsmx3G49tAZO83G3RxtukBg=","frame":151,"ts":"1700000004.000000","off":0,"len":1480,"mf":true,"ttl":64,"fate":"stored","anomalies":[]}""", lines[1]);
        Assert.Equal(
            """{"type":"fragment","n":null,"depth":null,"sport":null,"dport":null,"community_id":null,"frame":154,"ts":"1700000004.001500","off":7400,"len":608,"mf":false,"ttl":64,"fate":"rejected","anomalies":["bad-header-checksum"]}""",
            lines[2]);
        Assert.Equal("""{"type":"event","ts":"1700000034.000000","event":"timeout","n":"151","zeek":null,"suricata":null,"reference":"RFC 791 section 3.2, RFC 1122 section 3.3.2"}""", lines[3]);
        Assert.Equal(
            """{"type":"event","ts":"1700000000.100000","event":"late-duplicate","n":"7","of":"1","frags":6,"frames":[7,8,9,10,11,12],"zeek":null,"suricata":null,"reference":null}""", lines[4]);
    }

    [Fact]
    public void Ends_with_the_sums() => Assert.Equal(
        OneLine("""
            {"type":"summary","packets":213,"ipv4_packets":213,"ipv4_fragments":213,"ipv6_packets":0,"ipv6_fragments":0,"damaged":false,
            "datagrams":38,"sound":29,"incomplete":4,"conflict":1,"malformed":1,"spliced":1,"expired":1,"corrupt":0,"unchecked":0,"evicted":0,
            "dropped_by_policy":1,"late_duplicates":0,"checksum_offloaded":0,"reordered":18,"extent_max":5,"n_reordering_max":5,"late_max_ns":5000000,"duplicates":4,"ttl_changed":0,"clock_back":0,
            "timed":29,"min_ns":1000000,"p50_ns":4000000,"p90_ns":5000000,"p99_ns":24000000000,"max_ns":24000000000,"missing_first":1,"missing_middle":3,"missing_last":1,
            "extra_packets":175,"extra_header_bytes":3500,
            "sound_by_timeout":[{"timeout_ns":15000000000,"sound":29},{"timeout_ns":30000000000,"sound":30},{"timeout_ns":60000000000,"sound":30},{"timeout_ns":120000000000,"sound":31},{"timeout_ns":null,"sound":31}],
            "used":0,"ignored":0,"rejected":0,"discarded":0,"evicted_fragments":0,"expired_fragments":0,
            "pending":0,"refused":0,"index_sha256":"aa"}
            """),
        Lines(json => json.Write(MixRecords.Totals(), MixRecords.Counts with { IndexSha256 = "aa" }))[1]);

    [Theory]
    [InlineData(LineKinds.None, "capture")]
    [InlineData(LineKinds.Default, "capture datagram summary")]
    [InlineData(LineKinds.Event, "capture event event")]
    [InlineData(Everything, "capture datagram event fragment event summary")]
    public void Writes_what_was_chosen(LineKinds kinds, string expected)
    {
        var lines = Lines(json =>
        {
            json.Write(MixRecords.Number(1));
            json.Write(MixRecords.Number(7) with { State = DatagramState.Open, LateDuplicateOf = 1 });
            json.Write(new FragmentRecord(MixRecords.Number(1).Fragments[0]) { Name = "1" });
            json.Write(new RecordEvent(default, "timeout", "1"));
            json.Write(new CaptureTotals(), new CaptureCounts());
        }, kinds: kinds);

        Assert.Equal(expected, string.Join(' ', lines.Select(line => Parse(line).GetProperty("type").GetString())));
    }

    [Fact]
    public void Escapes_what_a_file_may_be_called()
    {
        var line = Lines(_ => { }, MixRecords.Header with { File = "a\n\"b\"\u001b.pcap" }).Single();

        Assert.DoesNotContain('\u001b', line);
        Assert.Equal("a\n\"b\"\u001b.pcap", Parse(line).GetProperty("file").GetString());
    }

    [Fact]
    public void Hands_on_what_it_holds_piece_by_piece()
    {
        using var stream = new MemoryStream();
        using var json = new JsonLines(stream, MixRecords.Header);
        Assert.Equal(0, stream.Length);
        for (var i = 0; i < 1000; i++)
        {
            json.Write(MixRecords.Number(1));
        }

        Assert.InRange(stream.Length, 1 << 16, 1000 * 700);
        json.Flush();
        Assert.Equal(1001, Encoding.UTF8.GetString(stream.ToArray()).Count(letter => letter == '\n'));
    }

    private static string[] Lines(Action<JsonLines> write, CaptureHeader? header = null, LineKinds kinds = Everything)
    {
        using var stream = new MemoryStream();
        using (var json = new JsonLines(stream, header ?? MixRecords.Header, kinds))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(stream.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string OneLine(string text) => text.ReplaceLineEndings("");

    private static JsonElement Parse(string line) => JsonDocument.Parse(line).RootElement;
}
