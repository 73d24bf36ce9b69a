using System.Globalization;
using System.Text.Json;

namespace IpReassembler.Tests.Cli;

/// <summary>What the lines say of datagrams and of the whole, reckoned once more from the lines of fragments, in words too simple to be wrong.</summary>
public class RecomputedTests
{
    private static readonly List<JsonElement> Lines =
        [.. ToolRun.Of("list mix.pcap --json --events datagram,fragment,summary").Lines.Select(line => JsonDocument.Parse(line).RootElement)];

    [Fact]
    public void Every_datagram_has_the_times_and_the_order_of_its_fragments()
    {
        var fragments = OfType("fragment").ToLookup(line => line.GetProperty("n").GetString());
        foreach (var datagram in OfType("datagram"))
        {
            var came = fragments[datagram.GetProperty("n").GetString()].ToList();
            var offsets = came.Select(line => Number(line, "off")!.Value).ToList();
            var times = came.Select(line => (long)(decimal.Parse(line.GetProperty("ts").GetString()!, CultureInfo.InvariantCulture) * 1_000_000_000)).ToList();

            // RFC 4737: who came behind a larger offset, and behind which first.
            var late = Enumerable.Range(0, offsets.Count).Select(at => (At: at, Behind: offsets.FindIndex(0, at, offset => offset > offsets[at]))).Where(one => one.Behind >= 0).ToList();
            Assert.Equal(late.Count, Number(datagram, "reordered"));
            Assert.Equal(late.Select(one => one.At - one.Behind).DefaultIfEmpty(0).Max(), Number(datagram, "extent_max"));
            Assert.Equal(late.Count == 0 ? null : late.Max(one => times[one.At] - times[one.Behind]), Number(datagram, "late_max_ns"));
            Assert.Equal(Enumerable.Range(0, offsets.Count).Max(at => offsets.Take(at).Reverse().TakeWhile(offset => offset > offsets[at]).Count()), Number(datagram, "n_reordering_max"));

            var gaps = times.Zip(times.Skip(1), (before, after) => after - before).ToList();
            Assert.Equal(gaps.Max(), Number(datagram, "gap_max_ns"));
            Assert.Equal(times[^1] - times[0], Number(datagram, "span_ns"));
            var closing = came.FindIndex(line => line.GetProperty("fate").GetString() == "completes");
            Assert.Equal(closing < 0 ? null : times[closing] - times[0], Number(datagram, "duration_ns"));
            Assert.Equal(closing < 0 ? null : Number(came[closing], "frame"), Number(datagram, "complete_frame"));
        }
    }

    [Fact]
    public void The_summary_has_the_sums_of_the_datagrams()
    {
        var (datagrams, sums) = (OfType("datagram").ToList(), OfType("summary").Single());
        long Sum(string name) => datagrams.Sum(line => Number(line, name) ?? 0);
        long? Max(string name) => datagrams.Max(line => Number(line, name));

        Assert.Equal((Sum("reordered"), Sum("dup"), Sum("frags") - datagrams.Count), (Number(sums, "reordered"), Number(sums, "duplicates"), Number(sums, "extra_packets")));
        Assert.Equal((Max("extent_max"), Max("n_reordering_max"), Max("late_max_ns")), (Number(sums, "extent_max"), Number(sums, "n_reordering_max"), Number(sums, "late_max_ns")));
        Assert.Equal(datagrams.Count(line => Number(line, "ttl_changes") > 0), Number(sums, "ttl_changed"));
    }

    [Theory]
    [InlineData("p50", "p50_ns")]
    [InlineData("p90", "p90_ns")]
    [InlineData("p99", "p99_ns")]
    [InlineData("max", "max_ns")]
    public void Check_measures_what_the_summary_says(string function, string name)
    {
        var number = Number(OfType("summary").Single(), name);
        Assert.Equal(0, ToolRun.Of(["check", ToolRun.Capture("mix.pcap"), $"{function}(duration_ns) == {number}ns"]).ExitCode);
    }

    private static IEnumerable<JsonElement> OfType(string type) => Lines.Where(line => line.GetProperty("type").GetString() == type);

    private static long? Number(JsonElement line, string name) => line.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : null;
}
