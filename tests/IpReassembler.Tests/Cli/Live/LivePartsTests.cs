using IpReassembler.Cli;
using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Records;

namespace IpReassembler.Tests.Cli.Live;

/// <summary>The small parts of the live view.</summary>
public class LivePartsTests
{
    private static readonly Style Plain = Style.Plain;

    [Theory]
    [InlineData("1 2 4 8", 4, 1, "▁▂▄█")]
    [InlineData("1 2 4 8", 6, 1, "  ▁▂▄█")]
    [InlineData("1 2 4 8", 2, 1, "▄█")]
    [InlineData("0 0", 2, 1, "  ")]
    [InlineData("", 3, 1, "   ")]
    [InlineData("1 1000000", 2, 1, "▁█")]
    [InlineData("4 8 6", 3, 2, " █▄|███")]
    public void A_chart(string values, int width, int height, string expected) =>
        Assert.Equal(expected, string.Join('|', Chart.Draw([.. values.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse)], width, height, ascii: false)));

    [Theory]
    [InlineData(0, "0 b/s")]
    [InlineData(0.5, "0.5 b/s")]
    [InlineData(999.4, "999 b/s")]
    [InlineData(999.6, "1.0 kb/s")]
    [InlineData(412_345_678, "412 Mb/s")]
    [InlineData(9_960, "10 kb/s")]
    public void A_scaled_number(double value, string expected) => Assert.Equal(expected, LiveNumbers.Scaled(value, "b/s"));

    [Theory]
    [InlineData(0, "0 ns")]
    [InlineData(999, "999 ns")]
    [InlineData(1_900_000, "1.90 ms")]
    [InlineData(9_996_000, "10.0 ms")]
    [InlineData(12_440_000_000, "12.4 s")]
    [InlineData(999_600_000, "1.00 s")]
    [InlineData(120_000_000_000, "120 s")]
    public void A_short_duration(long nanoseconds, string expected) => Assert.Equal(expected, LiveNumbers.Short(new Duration(nanoseconds), Plain));

    [Fact]
    public void Other_numbers()
    {
        Assert.Equal("-", LiveNumbers.Short(null, Plain));
        Assert.Equal("34 512", LiveNumbers.Grouped(34_512));
        Assert.Equal("00:01:42", LiveNumbers.Clock(Duration.FromSeconds(102)));
        Assert.Equal("100:00:00", LiveNumbers.Clock(Duration.FromSeconds(360_000)));
        Assert.Equal("30 s", LiveNumbers.Whole(Duration.FromSeconds(30), Plain));
    }

    [Theory]
    [InlineData(10, 2, 4, "[█░███]")]
    [InlineData(10, 0, 10, "[░░░░░]")]
    [InlineData(10, 1, 2, "[▒████]")]
    [InlineData(10, 3, 7, "[█▒░▒█]")]
    [InlineData(null, 6, int.MaxValue, "[███??]")]
    [InlineData(null, 0, int.MaxValue, "[░░░??]")]
    public void A_bar_of_what_is_there(int? total, int start, int end, string expected) =>
        Assert.Equal(expected, WaitingLines.Bar(new DatagramRecord { Number = 1, Key = default, TotalLength = total, Missing = [new ByteRange(start, end)] }, 5, ascii: false));

    [Fact]
    public void A_row_of_seconds_is_what_a_list_would_be()
    {
        var random = new Random(7);
        var (row, list, second) = (new SecondRow(10), new List<long> { 0 }, 0L);
        for (var i = 0; i < 2000; i++)
        {
            second += random.Next(8) switch { 0 => 1, 1 => random.Next(25), _ => 0 };
            while (list.Count <= second)
            {
                list.Add(0);
            }

            // Also into the past, as far as the row knows it, and further.
            var at = Math.Max(0, second - (random.Next(3) == 0 ? random.Next(15) : 0));
            row.Add(second, 1);
            list[(int)second]++;
            row.Add(at, 2);
            list[(int)at] += at > second - 10 ? 2 : 0;
            Assert.Equal(list.Take((int)second).TakeLast(9), row.Finished(second, 20));
            Assert.Equal(list.Skip(Math.Max(0, list.Count - 10)).Sum(), row.Sum(second, 10));
        }
    }

    [Fact]
    public void Marks_are_found_again_on_the_frame_behind_them()
    {
        var marks = new LiveMarks();
        Assert.Equal("mark 1 at 00:00:12, behind frame 7", marks.Set(Duration.FromSeconds(12), 7));
        marks.Set(Duration.FromSeconds(13), 7);
        marks.Set(Duration.FromSeconds(14), 0);
        Assert.Equal("mark 1 at 00:00:12, behind frame 7; mark 2 at 00:00:13, behind frame 7", marks.CommentOn(8, 7));
        Assert.Null(marks.CommentOn(7, 6));
        Assert.Null(marks.CommentOn(9, 8));
        Assert.Equal("mark 3 at 00:00:14, behind frame 0", marks.CommentOn(1, 0));
    }
}
