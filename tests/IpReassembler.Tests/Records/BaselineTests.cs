using System.Text;
using IpReassembler.Records;

namespace IpReassembler.Tests.Records;

public class BaselineTests
{
    private const string Capture = """{"type":"capture","v":1,"policy":"linux","timeout_ns":30000000000}""";

    [Theory]
    [InlineData(10, 10, "0.1", true, "incomplete <= 11.000 %")]
    [InlineData(10, 11, "0.1", true, "incomplete <= 11.000 %")]
    [InlineData(10, 12, "0.1", false, "incomplete <= 11.000 %")]
    [InlineData(10, 3, "0", true, "incomplete <= 10.000 %")]
    [InlineData(0, 1, "5", false, "incomplete <= 0.000 %")]
    public void A_part_may_grow_by_the_tolerance(int before, int now, string tolerance, bool holds, string text)
    {
        var result = Compare(Summary($"\"datagrams\":100,\"incomplete\":{before}"), Summary($"\"datagrams\":100,\"incomplete\":{now}"), tolerance).Single();
        Assert.Equal((text, holds, before * 10_000m, now * 10_000m), (result.Text, result.Holds, result.Baseline, result.Measured));
    }

    [Fact]
    public void A_longer_capture_is_no_worse() =>
        Assert.All(Compare(Summary("\"datagrams\":100,\"packets\":500,\"spliced\":1"), Summary("\"datagrams\":900,\"packets\":4500,\"spliced\":9"), "0"), result => Assert.True(result.Holds));

    [Theory]
    [InlineData("5500000", true, "5.5 ms")]
    [InlineData("5500001", false, "5.5 ms (5500001 ns)")]
    [InlineData("null", false, "")]
    public void A_length_of_time_may_grow_by_the_tolerance(string now, bool holds, string measured)
    {
        var result = Compare(Summary("\"p99_ns\":5000000"), Summary($"\"p99_ns\":{now}"), "0.1").Single();
        Assert.Equal(("p99_ns <= 5.5 ms", holds, measured), (result.Text, result.Holds, result.MeasuredText));
    }

    [Fact]
    public void Without_a_datagram_there_is_nothing_to_compare()
    {
        var result = Compare(Summary("\"datagrams\":100,\"conflict\":1"), Summary("\"datagrams\":0,\"conflict\":0"), "0.1").Single();
        Assert.Equal((false, "there is no datagram"), (result.Holds, result.Remark));
        Assert.Empty(Compare(Summary("\"datagrams\":0,\"conflict\":0"), Summary("\"datagrams\":100,\"conflict\":1"), "0.1"));
        Assert.Equal(["conflict"], Baseline.NotCompared(Summary("\"datagrams\":0,\"conflict\":0"), Summary("\"datagrams\":100,\"conflict\":1")));
        Assert.Equal(["p99_ns"], Baseline.NotCompared(Summary("\"p50_ns\":1"), Summary("\"p50_ns\":1,\"p99_ns\":2,\"max_ns\":null,\"late_max_ns\":5")));
    }

    [Fact]
    public void The_first_of_those_that_failed_is_named()
    {
        var results = Baseline.Compare(Summary("\"datagrams\":38,\"incomplete\":0,\"spliced\":1"), Written(), 0, MixRecords.Totals()).ToDictionary(result => result.Text);
        Assert.Equal("151", results["incomplete <= 0.000 %"].Worst);
        Assert.Null(results["spliced <= 2.632 %"].Worst);
    }

    [Fact]
    public void Every_way_of_failing_is_among_what_a_summary_says()
    {
        var results = Baseline.Compare(Written(), Written(), 0, MixRecords.Totals()).Where(result => result.Kind == FieldKind.Ratio).ToArray();
        var failing = Enum.GetValues<RecordCategory>().Except([RecordCategory.Sound, RecordCategory.Unchecked]);
        Assert.Equal(failing.Count(), results.Length);
        Assert.Equal(Math.Round(9m / 38, 9), Math.Round(results.Sum(result => result.Measured!.Value) / 1_000_000, 9));
        Assert.All(results, result => Assert.True(result.Holds));
    }

    [Fact]
    public void Settings_that_differ_are_told()
    {
        var before = Read("""{"type":"capture","v":1,"policy":"linux","timeout_ns":null,"where":"id == 1"}""" + "\n" + """{"type":"summary"}""");
        Assert.Equal(["timeout_ns is none, now 30000000000", "where is id == 1, now none"], before.SettingsOtherThan(Summary("")));
    }

    [Theory]
    [InlineData("", "it has no line of type capture")]
    [InlineData(Capture, "it has no line of type summary")]
    [InlineData("hello", "a line in it is not a JSON object with a type")]
    [InlineData("[1]", "a line in it is not a JSON object with a type")]
    [InlineData("""{"type":7}""", "a line in it is not a JSON object with a type")]
    [InlineData("{}", "a line in it is not a JSON object with a type")]
    [InlineData("""{"type":"capture","v":2}""", "its records are not of version 1")]
    [InlineData("""{"type":"capture","v":"1"}""", "its records are not of version 1")]
    public void Refuses_what_is_no_summary(string text, string expected)
    {
        Assert.False(SavedSummary.TryRead(Encoding.UTF8.GetBytes(text), out _, out var error));
        Assert.Equal(expected, error);
    }

    [Fact]
    public void Every_prefix_of_a_summary_is_read_or_refused()
    {
        var text = Encoding.UTF8.GetBytes(Capture + "\n" + """{"type":"summary","datagrams":38,"incomplete":4,"p99_ns":24000000000}""");
        Assert.All(Enumerable.Range(0, text.Length), length => Assert.False(SavedSummary.TryRead(text.AsMemory(0, length), out _, out _)));
    }

    private static IEnumerable<AssertionResult> Compare(SavedSummary before, SavedSummary now, string tolerance) =>
        Baseline.Compare(before, now, decimal.Parse(tolerance, System.Globalization.CultureInfo.InvariantCulture), new CaptureTotals());

    private static SavedSummary Written()
    {
        using var text = new MemoryStream();
        using (var lines = new JsonLines(text, MixRecords.Header, LineKinds.Summary))
        {
            lines.Write(MixRecords.Totals(), MixRecords.Counts);
        }

        return Read(Encoding.UTF8.GetString(text.ToArray()));
    }

    private static SavedSummary Summary(string numbers) => Read($"{Capture}\n{{\"type\":\"summary\"{(numbers.Length > 0 ? "," : "")}{numbers}}}\n");

    private static SavedSummary Read(string text)
    {
        Assert.True(SavedSummary.TryRead(Encoding.UTF8.GetBytes(text), out var summary, out var error), error);
        return summary;
    }
}
