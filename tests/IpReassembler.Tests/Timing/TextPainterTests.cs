using IpReassembler.Reassembly;
using IpReassembler.Tests.Cli.Text;
using IpReassembler.Timing;
using static IpReassembler.Tests.Timing.TimelineLayoutTests;

namespace IpReassembler.Tests.Timing;

public class TextPainterTests
{
    [Fact]
    public void The_waterfall_of_datagram_121() => Assert.Equal(
        """
         offset 0      1480   2960   4440   5920   7400 8008
                |------|------|------|------|------|--|          arrival
         #121   .      .      .      .      ██████ .             +0.000 ms
         #122   ██████ .      .      .      .      .             +1.000 ms   late, extent 1
         #123   .      .      .      .      .      ██ last       +2.000 ms   MF=0: total length is now known
         #124   .      .      .      ██████ .      .             +3.000 ms   late, extent 3
         #125   .      ██████ .      .      .      .             +4.000 ms   late, extent 4
         #126   .      .      ██████ .      .      .             +5.000 ms   late, extent 5   <- last hole closed: complete
                |  1   |  4   |  5   |  3   |  0   |2 |          ms until this range came
         bytes in cache  1480  2960  3568  5048  6528  8008
         reorder (RFC 4737)  4 of 6 fragments reordered   extent max 5   late time max 5.0 ms   n-reordering max 2
        """.ReplaceLineEndings("\n").Split('\n'),
        new TextPainter(Of(MixTimelines.Record().Timelines.Single(timeline => timeline.Facts.Number == 121))).Lines());

    [Theory]
    [InlineData(40)]
    [InlineData(61)]
    [InlineData(80)]
    public void No_line_of_any_capture_is_wider_than_asked(int width)
    {
        foreach (var file in TimelineTests.Captures)
        {
            MixTimelines.Read(Path.Combine(MixTimelines.Folder, file), datagram =>
                Assert.All(new TextPainter(Of(Timeline.Of(datagram))) { Width = width, Ascii = true }.Lines(), line =>
                {
                    Assert.InRange(line.Length, 1, width);
                    Assert.True(line.All(char.IsAscii), line);
                }));
        }
    }

    [Fact]
    public void Of_8190_fragments_the_first_and_the_last_are_drawn()
    {
        JournalEntry[] all = [.. Enumerable.Range(0, 8190).Select(place => Entry(place + 1, place, (8189 - place) * 8, (8190 - place) * 8, last: place == 0))];
        Golden.Check("waterfall-8190", output => Write(output, all));
    }

    [Fact]
    public void Odd_ones()
    {
        Golden.Check("waterfall-empty", output => Write(output, Entry(1, 0, 0, 0, Anomaly.ZeroLength), Entry(2, -3, 8, 16), Entry(3, 90_000, 8, 16, Anomaly.Duplicate)));
        Golden.Check("waterfall-one", output => Write(output, Entry(1, 0, 0, 3, last: true)));
        Golden.Check("waterfall-beyond", output => Write(output, Entry(1, 0, 0, 16, last: true), Entry(2, 1, 64, 72, Anomaly.BeyondEnd)));
    }

    [Fact]
    public void Colour_is_asked_for_by_the_line()
    {
        var layout = Of(Make(Entry(1, 0, 8, 16), Entry(2, 1, 0, 8)));
        var marks = new List<RowMark>();
        _ = new TextPainter(layout) { Paint = (line, mark) => { marks.Add(mark); return line; } }.Lines().Count();

        Assert.Equal([RowMark.Plain, RowMark.Odd], marks);
    }

    private static void Write(TextWriter output, params JournalEntry[] entries)
    {
        foreach (var line in new TextPainter(Of(Make(entries))) { Width = 100 }.Lines())
        {
            output.WriteLine(line);
        }
    }
}
