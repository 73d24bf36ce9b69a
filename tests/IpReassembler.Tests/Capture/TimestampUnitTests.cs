using System.Numerics;
using IpReassembler.Capture;

namespace IpReassembler.Tests.Capture;

public class TimestampUnitTests
{
    [Theory]
    [InlineData(0, 3, 0, 3_000_000_000, 1_000_000_000)]
    [InlineData(6, 1, 0, 1000, 1000)]
    [InlineData(9, 1, 0, 1, 1)]
    [InlineData(12, 1999, 0, 1, 1)]
    [InlineData(127, ulong.MaxValue, 0, 0, 1)]
    [InlineData(128, 2, 0, 2_000_000_000, 1_000_000_000)]
    [InlineData(128 + 10, 512, 0, 500_000_000, 976_562)]
    [InlineData(255, ulong.MaxValue, 0, 0, 1)]
    [InlineData(6, 5, -1, -999_995_000, 1000)]
    [InlineData(6, ulong.MaxValue, 0, long.MaxValue, 1000)]
    [InlineData(9, 0, long.MinValue, long.MinValue, 1)]
    [InlineData(0, ulong.MaxValue, long.MaxValue, long.MaxValue, 1_000_000_000)]
    public void Ticks_become_nanoseconds(byte resolution, ulong ticks, long offset, long nanoseconds, long tick)
    {
        var unit = TimestampUnit.FromResolution(resolution, offset);
        Assert.Equal(nanoseconds, unit.ToTimestamp(ticks).Nanoseconds);
        Assert.Equal(tick, unit.TickNanoseconds);
    }

    [Fact]
    public void Every_resolution_agrees_with_whole_numbers_of_any_size()
    {
        var random = new Random(4);
        for (var resolution = 0; resolution < 256; resolution++)
        {
            var unit = TimestampUnit.FromResolution((byte)resolution, 7);
            for (var round = 0; round < 50; round++)
            {
                var ticks = (ulong)random.NextInt64() << random.Next(2) >> random.Next(64);
                var second = BigInteger.Pow((resolution & 0x80) != 0 ? 2 : 10, resolution & 0x7F);
                var expected = (ticks * new BigInteger(1_000_000_000) / second) + 7_000_000_000;
                Assert.Equal(expected, (BigInteger)unit.ToExactNanoseconds(ticks));
                Assert.Equal(BigInteger.Min(expected, long.MaxValue), unit.ToTimestamp(ticks).Nanoseconds);
            }
        }
    }
}
