using System.Globalization;
using IpReassembler.Packets;
using IpReassembler.Records;

namespace IpReassembler.Tests.Records;

public class AssertionTests
{
    private static readonly Duration Span = Duration.FromSeconds(80);

    [Theory]
    [InlineData("loss < 25%", "23.684 %")]
    [InlineData("loss > 0.236", "23.684 %")]
    [InlineData("count() == 38", "38")]
    [InlineData("COUNT( ) == 0x26", "38")]
    [InlineData("count(verdict == spliced) == 1", "1")]
    [InlineData("count(src in 192.0.2.7 and (state == timeout or frags > 9)) <= 6", "6")]
    [InlineData("sum(conflict) == 3", "3")]
    [InlineData("sum(conflict) != 2", "3")]
    [InlineData("mean(frags) < 5.61", "5.605")]
    [InlineData("max(duration_ns) <= 24s", "24.0 s")]
    [InlineData("max(duration) <= 24000ms", "24.0 s")]
    [InlineData("max(payload_len) < 8KB", "8008 B")]
    [InlineData("p50(duration_ns) >= 4.0ms", "4.0 ms")]
    [InlineData("p90(duration_ns) == 5ms", "5.0 ms")]
    [InlineData("p99(duration_ns) > 1s", "24.0 s")]
    [InlineData("max(arrived) <= 143%", "142.857 %")]
    [InlineData("rate() < 0.5/s", "0.475 /s")]
    [InlineData("rate(frags) > 2.6", "2.663 /s")]
    [InlineData("rate(verdict == sound) >= 0.375", "0.375 /s")]
    [InlineData("rate(payload_len) < 3KB/s", "2766.3 B/s")]
    public void Holds(string text, string measured)
    {
        var result = Check(text);
        Assert.Equal((true, measured, null, null), (result.Holds, result.MeasuredText, result.Worst, result.Remark));
    }

    [Theory]
    [InlineData("loss < 1%", "23.684 %", "151")]
    [InlineData("loss > 99%", "23.684 %", "1")]
    [InlineData("p99(duration_ns) <= 5ms", "24.0 s", "199")]
    [InlineData("max(duration_ns) < 24s", "24.0 s", "199")]
    [InlineData("max(duration_ns) > 24s", "24.0 s", "1")]
    [InlineData("sum(conflict) == 0", "3", "185")]
    [InlineData("sum(conflict) != 3", "3", "185")]
    [InlineData("sum(frags) == 9999", "213", "191")]
    [InlineData("count(verdict == spliced) == 0", "1", "193")]
    [InlineData("count(verdict == sound) == 38", "30", "151")]
    [InlineData("count(verdict == sound) > 38", "30", "151")]
    [InlineData("count() > 38", "38", null)]
    [InlineData("rate() > 1/s", "0.475 /s", null)]
    public void Does_not_hold_and_names_the_datagram_to_look_at(string text, string measured, string? worst)
    {
        var result = Check(text);
        Assert.Equal((false, measured, worst), (result.Holds, result.MeasuredText, result.Worst));
    }

    [Theory]
    [InlineData("max(duration_ns) <= 23999999999ns", "24.0 s (24000000000 ns)")]
    [InlineData("mean(frags) == 5.605", "5.605 (5.6052631578947368421052631579)")]
    [InlineData("loss == 23.684%", "23.684 % (23.684210526315789473684210526 %)")]
    public void What_would_round_to_the_bound_is_shown_in_full(string text, string measured) => Assert.Equal(measured, Check(text).MeasuredText);

    [Theory]
    [InlineData("p99(duration_ns) <= 5ms", "there is no datagram")]
    [InlineData("max(frags) > 0", "there is no datagram")]
    [InlineData("mean(frags) >= 0", "there is no datagram")]
    [InlineData("loss < 1%", "there is no datagram")]
    public void Nothing_to_measure_does_not_hold(string text, string remark)
    {
        var result = Check(text, []);
        Assert.Equal((false, null, remark, null), (result.Holds, result.Measured, result.Remark, result.Worst));
    }

    [Theory]
    [InlineData("count() == 0")]
    [InlineData("count(verdict == spliced) == 0")]
    [InlineData("sum(conflict) == 0")]
    public void A_count_or_sum_of_nothing_is_0_and_says_so(string text)
    {
        var result = Check(text, []);
        Assert.Equal((true, 0m, "there is no datagram"), (result.Holds, result.Measured, result.Remark));
    }

    [Fact]
    public void A_field_that_no_datagram_has_is_named()
    {
        DatagramRecord[] records = [MixRecords.Number(151), MixRecords.Number(155)];
        Assert.Equal((false, "no datagram has duration_ns"), Facts(Check("p50(duration) < 5ms", records)));
        Assert.Equal((true, "no datagram has payload_len"), Facts(Check("sum(payload_len) == 0", records)));
    }

    [Fact]
    public void A_sum_may_be_longer_than_any_duration()
    {
        DatagramRecord[] records = [.. Enumerable.Range(1, 4).Select(number => MixRecords.Number(1) with { Number = number, CompletedAfter = Duration.Longest })];
        Assert.Equal((36_893_488_147_419_103_228m, "36893488147.419 s"), Check("sum(duration_ns) < 1s", records) is var result ? (result.Measured, result.MeasuredText) : default);
    }

    [Fact]
    public void There_is_no_rate_over_no_time()
    {
        Assert.Equal((false, "the capture lasts no time"), Facts(Check("rate() < 5", MixRecords.All, Duration.Zero)));
        Assert.Equal((false, "the capture lasts no time"), Facts(Check("rate() < 5", [], null)));
    }

    [Fact]
    public void Late_duplicates_are_no_datagrams() =>
        Assert.Equal(1, Check("count() == 1", [MixRecords.Number(1), MixRecords.Number(7) with { LateDuplicateOf = 1 }]).Measured);

    [Fact]
    public void The_order_of_datagrams_does_not_matter()
    {
        string[] texts = ["loss < 1%", "p99(duration_ns) < 1ms", "sum(frags) == 1", "count(verdict == sound) == 0", "max(overlap) == 0"];
        Assert.All(texts, text => Assert.Equal(Check(text), Check(text, [.. MixRecords.All.Reverse()])));
    }

    [Fact]
    public void Durations_are_those_of_the_sums()
    {
        // #193 took 1.002 s, but is made of two datagrams.
        var sums = MixRecords.Totals().Timing.Traffic.FirstToComplete;
        Assert.Equal(29, sums.Count);
        Assert.Equal(sums.Percentile(50)!.Value.Nanoseconds, Check("p50(duration_ns) > 0").Measured);
        Assert.Equal(sums.Percentile(99)!.Value.Nanoseconds, Check("p99(duration_ns) > 0").Measured);
        Assert.Equal(24_093_000_000, Check("sum(duration_ns) > 0").Measured);
        Assert.Equal(24_093_000_000m / 29, Check("mean(duration_ns) > 0").Measured);
        Assert.Equal(30, Check("count(duration_ns > 0) > 0").Measured);
    }

    [Fact]
    public void Random_durations_give_what_sorting_gives()
    {
        var random = new Random(5);
        for (var round = 0; round < 50; round++)
        {
            var durations = Enumerable.Range(0, random.Next(1, 300)).Select(_ => random.NextInt64(-10, 1_000)).ToArray();
            var records = durations.Select((duration, i) => MixRecords.Number(1) with { Number = i, CompletedAfter = new Duration(duration) }).ToArray();

            // Where the clock stepped back there is no duration.
            var sorted = durations.Where(duration => duration >= 0).Order().ToArray();
            if (sorted.Length == 0)
            {
                continue;
            }

            foreach (var percent in new[] { 50, 90, 99 })
            {
                Assert.Equal(sorted[(((percent * sorted.Length) + 99) / 100) - 1], Check($"p{percent}(duration_ns) < 1ms", records).Measured);
            }

            Assert.Equal(sorted[^1], Check("max(duration_ns) < 1ms", records).Measured);
            Assert.Equal(sorted.Sum(), Check("sum(duration_ns) < 1ms", records).Measured);
            Assert.Equal((decimal)sorted.Sum() / sorted.Length, Check("mean(duration_ns) < 1ms", records).Measured);
            Assert.Equal(Array.IndexOf(durations, sorted[^1]).ToString(CultureInfo.InvariantCulture), Check("max(duration_ns) < -11", records).Worst);
        }
    }

    [Theory]
    [InlineData("p95(duration_ns) < 5ms", 0, 3, "no function is called 'p95'; did you mean 'p90'?")]
    [InlineData("cuont() == 0", 0, 5, "no function is called 'cuont'; did you mean 'count'?")]
    [InlineData("los < 1%", 0, 3, "no function is called 'los'; did you mean 'loss'?")]
    [InlineData("zzzzzzz(x) < 1%", 0, 7, "no function is called 'zzzzzzz'; there is count, sum, mean, max, p50, p90, p99, rate and loss")]
    [InlineData("p99(duraton_ns) < 5ms", 4, 10, "no field is called 'duraton_ns'; did you mean 'duration_ns'?")]
    [InlineData("count(verdct == sound) > 1", 6, 6, "no field is called 'verdct'; did you mean 'verdict'?")]
    [InlineData("count(verdict == sonud) > 1", 17, 5, "'sonud' is not one of the words of 'verdict'; did you mean 'sound'?")]
    [InlineData("count(id == 1 adn id == 2) > 1", 14, 3, "'and', 'or' or the end must stand here, not 'adn'; did you mean 'and'?")]
    [InlineData("duration < 5ms", 0, 8, "each datagram has its own 'duration': write max(duration_ns), or count(duration_ns > ...) for how many")]
    [InlineData("verdict == sound", 0, 7, "each datagram has its own 'verdict': write count(verdict == ...) for how many")]
    [InlineData("sum(verdict) == 1", 4, 7, "sum takes a field that is a number, such as duration_ns, not 'verdict'")]
    [InlineData("max(first) > 1", 4, 5, "max takes a field that is a number, such as duration_ns, not 'first'")]
    [InlineData("rate(duration_ns) > 1", 5, 11, "rate takes a field that counts something, such as frags, not 'duration_ns'")]
    [InlineData("sum() == 1", 4, 1, "sum needs a field, such as sum(duration_ns)")]
    [InlineData("sum(== 1", 4, 2, "a field must stand here, such as duration_ns, not '=='")]
    [InlineData("sum(frags > 3) == 1", 10, 1, "a closing parenthesis must stand here, not '>'")]
    [InlineData("count(id == 1", 13, 1, "'and', 'or' or the end must stand here, not the end")]
    [InlineData("count", 5, 1, "after 'count' a parenthesis must stand, not the end")]
    [InlineData("", 0, 1, "a function such as p99(duration_ns) must stand here, not the end")]
    [InlineData("loss", 4, 1, "one of == != <= >= < > must stand here, not the end")]
    [InlineData("loss < 0x1", 7, 3, "'0x1' is not a ratio such as 50% or 0.5")]
    [InlineData("loss ~ 5", 5, 1, "one of == != <= >= < > must stand here, not '~'")]
    [InlineData("loss = 5", 5, 1, "'=' is not an operator; to compare, write '=='")]
    [InlineData("loss <", 6, 1, "what to compare with is missing here")]
    [InlineData("loss < )", 7, 1, "what to compare with must stand here, not ')'")]
    [InlineData("loss < few", 7, 3, "'few' is not a ratio such as 50% or 0.5")]
    [InlineData("count() < 5ms", 10, 3, "'5ms' is not a number such as 300 or 2.5")]
    [InlineData("p50(have) < 5ms", 12, 3, "'5ms' is not a number of bytes such as 8008 or 8KB")]
    [InlineData("count() < 5/s", 10, 3, "'5/s' is not a number such as 300 or 2.5")]
    [InlineData("loss < 1% and count() > 3", 10, 3, "the assertion must end here, not go on with 'and'; put each in quotes of its own")]
    public void Says_what_is_wrong(string text, int position, int length, string message)
    {
        Assert.False(Assertion.TryParse(text, out var assertion, out var error));
        Assert.Null(assertion);
        Assert.Equal((message, position, length), (error.Message, error.Position, error.Length));
    }

    [Fact]
    public void A_condition_that_sums_up_is_told_where_it_belongs()
    {
        Assert.False(Expression.TryParse("id == 1 and count(id == 1) > 5", out _, out var error));
        Assert.Equal("count sums up many datagrams, and here each is asked by itself; ipreasm check takes it", error.Message);
        Assert.Equal(12, error.Position);
    }

    [Fact]
    public void Random_pieces_are_read_or_refused()
    {
        string[] pieces = ["count", "p99", "rate", "loss", "(", ")", "duration_ns", "frags", "verdict", "==", "<", "sound", "5ms", "1%", "and", "not", "'", "é", "9e9", "99999999999999999999999999999999"];
        var random = new Random(11);
        for (var i = 0; i < 5_000; i++)
        {
            var text = string.Join(random.Next(2) == 0 ? " " : "", Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)]));
            if (Assertion.TryParse(text, out var assertion, out var error))
            {
                assertion.Add(MixRecords.Number(151));
                assertion.Conclude(Span);
            }
            else
            {
                Assert.InRange(error.Position, 0, text.Length);
                Assert.NotEmpty(error.ToString());
            }
        }
    }

    private static (bool, string?) Facts(AssertionResult result) => (result.Holds, result.Remark);

    private static AssertionResult Check(string text) => Check(text, MixRecords.All, Span);

    private static AssertionResult Check(string text, IReadOnlyList<DatagramRecord> records) => Check(text, records, Span);

    private static AssertionResult Check(string text, IReadOnlyList<DatagramRecord> records, Duration? span)
    {
        Assert.True(Assertion.TryParse(text, out var assertion, out var error), error?.ToString());
        foreach (var record in records)
        {
            assertion.Add(record);
        }

        return assertion.Conclude(span);
    }
}
