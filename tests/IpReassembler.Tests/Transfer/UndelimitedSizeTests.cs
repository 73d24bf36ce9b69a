using IpReassembler.Transfer;

namespace IpReassembler.Tests.Transfer;

public class UndelimitedSizeTests
{
    [Theory]
    [InlineData("x", "")]
    [InlineData("", "")]
    [InlineData("-5", "")]
    [InlineData("5x", "1:5")]
    [InlineData("0", "1:0")]
    [InlineData("05x", "1:0")] // nobody writes 05
    [InlineData("120x9", "1:1 2:12 3:120")]
    [InlineData("9999", "1:9 2:99 3:999")] // 9999 is beyond the limit
    public void Reads_every_number_that_the_digits_may_be(string bytes, string readings) =>
        Assert.Equal(readings, string.Join(' ', new UndelimitedSize(Bytes.Of(bytes), 1000).Readings.Select(reading => $"{reading.Digits}:{reading.Size}")));

    [Fact]
    public void No_number_of_bytes_fits_two_readings()
    {
        // Every run of up to seven digits, and every length that one of its readings asks for.
        for (var number = 0; number < 10_000_000; number += number < 20_000 ? 1 : 997)
        {
            var readings = new UndelimitedSize(Bytes.Of($"{number}x"), long.MaxValue).Readings;
            Assert.Equal(readings.Count, readings.Select(reading => reading.Total).Distinct().Count());
        }
    }

    [Fact]
    public void Finds_the_header_before_any_content()
    {
        // The oracle: what the sender wrote, for contents that begin with digits or are nothing else.
        var random = new Random(5001);
        for (var round = 0; round < LongRuns.Rounds(20_000, 200_000); round++)
        {
            var content = Enumerable.Range(0, random.Next(200)).Select(_ => (byte)(random.Next(4) == 0 ? 'x' : '0' + random.Next(10))).ToArray();
            var length = content.Length.ToString();
            byte[] stream = [.. Bytes.Of(length), .. content];
            var fitting = new UndelimitedSize(stream, 4L << 30).Fitting(stream.Length);
            Assert.Equal((length.Length, content.Length), (fitting!.Value.Digits, (int)fitting.Value.Size));
        }
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("123", false)]
    [InlineData("123x", true)]
    [InlineData("1234567890123456789", true)]
    public void Knows_when_more_bytes_add_nothing(string bytes, bool enough) => Assert.Equal(enough, UndelimitedSize.IsEnough(Bytes.Of(bytes)));
}
