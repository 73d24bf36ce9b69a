using IpReassembler.Packets;

namespace IpReassembler.Tests.Packets;

public class TimestampTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 500_000_000, 1_500_000_000)]
    [InlineData(-1, 500_000_000, -500_000_000)]
    [InlineData(0, 4_294_967_295, 4_294_967_295)]               // a fraction beyond a second carries on
    [InlineData(long.MaxValue, 0, long.MaxValue)]
    [InlineData(long.MinValue, 0, long.MinValue)]
    [InlineData(18_446_744_073, 204_277_451, long.MaxValue)]    // beyond 2262: saturated
    public void Parts_make_a_point(long seconds, long nanoseconds, long expected) =>
        Assert.Equal(expected, Timestamp.FromParts(seconds, nanoseconds).Nanoseconds);

    [Theory]
    [InlineData(1_500_000_000, 1, 500_000_000)]
    [InlineData(-500_000_000, -1, 500_000_000)]
    [InlineData(-1_000_000_000, -1, 0)]
    [InlineData(-1, -1, 999_999_999)]
    [InlineData(long.MinValue, -9_223_372_037, 145_224_192)]
    public void Seconds_are_rounded_towards_the_past(long nanoseconds, long seconds, int rest)
    {
        var timestamp = new Timestamp(nanoseconds);
        Assert.Equal((seconds, rest), (timestamp.Seconds, timestamp.SubsecondNanoseconds));
    }

    [Theory]
    [InlineData(1_700_000_004_002_500_999, 6, "1700000004.002500")]
    [InlineData(1_700_000_004_002_500_999, 0, "1700000004")]
    [InlineData(1, 9, "0.000000001")]
    [InlineData(-500_000_000, 3, "-0.500")]
    [InlineData(long.MinValue, 9, "-9223372036.854775808")]
    public void Shows_seconds_since_the_epoch(long nanoseconds, int digits, string expected) =>
        Assert.Equal(expected, new Timestamp(nanoseconds).ToString(digits));

    [Fact]
    public void Differences_saturate()
    {
        Timestamp first = new(long.MinValue), last = new(long.MaxValue);
        Assert.Equal(Duration.Longest, last - first);
        Assert.Equal(new Duration(long.MinValue), first - last);
        Assert.Equal(last, last + Duration.FromSeconds(1));
        Assert.True(first < last && last > first && first <= last && last >= first);
    }

    [Theory]
    [InlineData(24_000_000_000, "24.0 s")]
    [InlineData(5_000_000, "5.0 ms")]
    [InlineData(31_000, "31.0 µs")]
    [InlineData(800, "800 ns")]
    [InlineData(-1_500_000, "-1.5 ms")]
    public void Durations_choose_their_unit(long nanoseconds, string expected) => Assert.Equal(expected, new Duration(nanoseconds).ToString());
}
