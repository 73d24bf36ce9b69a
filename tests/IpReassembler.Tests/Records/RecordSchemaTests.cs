using System.Text;
using System.Text.Json;
using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Records;
using IpReassembler.Timing;

namespace IpReassembler.Tests.Records;

public class RecordSchemaTests
{
    private static readonly JsonElement Schema = JsonDocument.Parse(RecordSchema.Read()).RootElement;

    [Fact]
    public void Every_line_of_the_mix_capture_is_valid()
    {
        var lines = Lines(json =>
        {
            foreach (var record in MixRecords.All)
            {
                foreach (var fragment in record.Fragments)
                {
                    json.Write(new FragmentRecord(fragment) { Name = record.Name, Depth = 0, SourcePort = record.SourcePort, CommunityId = record.CommunityId });
                }

                json.Write(record);
            }

            foreach (var row in MixRecords.Totals().Timing.Flows.Rows)
            {
                json.Write(row, FlowGrouping.Pair, new CaptureHeader { File = "mix.pcap" });
            }

            var crowded = new FlowTable(FlowGrouping.Pair, maxFlows: 1);
            MixRecords.All.ToList().ForEach(record => crowded.Add(record.Facts, record.Timing));
            json.WriteRest(crowded);
            json.Write(MixRecords.Totals(), MixRecords.Counts);
        });

        Assert.Equal(1 + 213 + 38 + 3 + 1 + 1, lines.Count);
        Assert.All(lines, line => Assert.Empty(MiniSchema.Violations(Schema, line)));
    }

    [Fact]
    public void Every_rare_field_is_valid()
    {
        var record = MixRecords.Number(1);
        var hash = new string('a', 64);
        var lines = Lines(json =>
        {
            foreach (var form in Enum.GetValues<PayloadForm>())
            {
                json.Write(record with { Payload = PayloadText.Of([1, 2, 3, 4], form), TimeDigits = 9 });
            }

            json.Write(record with
            {
                Key = record.Key with { Depth = 2, Vlans = VlanTags.None.With(7), Source = IpAddress.Parse("2001:db8::1"), Destination = IpAddress.Parse("::ffff:192.0.2.1") },
                Anomalies = (Anomaly)((1 << Words.Anomalies.Count) - 1),
                First = new Timestamp(-1_500_000_000),
            });
            json.Write(record with { State = DatagramState.Open, LateDuplicateOf = 1 });
            json.Write(new FragmentRecord(record.Fragments[0]));
            foreach (var entry in AnomalyCatalog.All)
            {
                json.Write(new RecordEvent(record.First, entry.Name, "1"));
                json.Write(new RecordEvent(record.First, entry.Name, null) { Frame = 5, Version = IpVersion.V6 });
            }

            json.Write(new CaptureTotals(), new CaptureCounts { IndexSha256 = hash, BytesSha256 = hash, Live = new LiveCounts(3, 2, 1) });
        });

        lines.AddRange(Lines(json => json.Write(new CaptureTotals(), new CaptureCounts()), MixRecords.Header with { Where = "frags > 9" }));
        Assert.All(lines, line => Assert.Empty(MiniSchema.Violations(Schema, line)));
    }

    [Fact]
    public void Knows_every_word()
    {
        var text = RecordSchema.Read();
        foreach (var word in (string[])[.. Words.States, .. Words.Limits.Skip(1), .. Words.Verdicts, .. Words.Checksums, .. Words.Fates, .. Words.Anomalies, .. AnomalyCatalog.All.Select(entry => entry.Name), .. LineKindNames.All])
        {
            Assert.Contains($"\"{word}\"", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"type":"fish"}""", "$ is of the unknown type fish")]
    [InlineData("""{"type":"event","ts":"1.000000","event":"timeout"}""", "$ lacks n")]
    [InlineData("""{"type":"event","ts":"1.000000","event":"timeout","n":"1"}""", "$ lacks zeek")]
    [InlineData("""{"type":"event","ts":"1.000000","event":"timeout","n":"1","suricata":"frag_overlap"}""", "$.suricata does not match")]
    [InlineData("""{"type":"event","ts":"1.000000","event":"timeout","n":"1","x":1}""", "$ has the unknown x")]
    [InlineData("""{"type":"event","ts":"1.0","event":"timeout","n":"1"}""", "$.ts does not match")]
    [InlineData("""{"type":"event","ts":"1.000000","event":"party","n":"1"}""", "$.event is not in")]
    [InlineData("""{"type":"event","ts":"1.000000","event":"timeout","n":1}""", "$.n is no")]
    [InlineData("""{"type":"event","ts":"1.000000","event":"late-duplicate","n":"1","frames":[0]}""", "$.frames[0] is below 1")]
    public void Refuses_other_lines(string line, string violation) =>
        Assert.Contains(MiniSchema.Violations(Schema, JsonDocument.Parse(line).RootElement), found => found.StartsWith(violation, StringComparison.Ordinal));

    private static List<JsonElement> Lines(Action<JsonLines> write, CaptureHeader? header = null)
    {
        using var stream = new MemoryStream();
        using (var json = new JsonLines(stream, header ?? MixRecords.Header, LineKinds.Default | LineKinds.Fragment | LineKinds.Event | LineKinds.Flow))
        {
            write(json);
        }

        var text = Encoding.UTF8.GetString(stream.ToArray());
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }
}
