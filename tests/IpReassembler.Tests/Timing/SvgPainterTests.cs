using System.Xml;
using IpReassembler.Reassembly;
using IpReassembler.Tests.Cli.Text;
using IpReassembler.Timing;
using static IpReassembler.Tests.Timing.TimelineLayoutTests;

namespace IpReassembler.Tests.Timing;

public class SvgPainterTests
{
    [Fact]
    public void The_waterfall_of_datagram_121() => Golden.Check("waterfall-121-svg", output => output.Write(
        new SvgPainter(Of(MixTimelines.Record().Timelines.Single(timeline => timeline.Facts.Number == 121))) { Title = "Datagram #121", Subtitle = "complete" }.Draw()));

    [Fact]
    public void Every_datagram_of_every_capture_makes_a_picture_that_stands_alone()
    {
        foreach (var file in TimelineTests.Captures)
        {
            MixTimelines.Read(Path.Combine(MixTimelines.Folder, file), datagram =>
            {
                var picture = Load(new SvgPainter(Of(Timeline.Of(datagram))));
                Assert.Equal(datagram.Journal.Length, picture.GetElementsByTagName("g").Count);
                Assert.Empty(picture.SelectNodes("//@href|//*[local-name()='script']|//*[local-name()='image']")!);
            });
        }
    }

    [Fact]
    public void What_stands_in_a_title_is_text() =>
        Assert.Equal("<script>&\"'", Load(new SvgPainter(Of(Make(Entry(1, 0, 0, 0, Anomaly.ZeroLength)))) { Title = "<script>&\"'" }).GetElementsByTagName("title")[0]!.InnerText);

    [Fact]
    public void A_fragment_of_8190_costs_a_kilobyte_at_most()
    {
        JournalEntry[] all = [.. Enumerable.Range(0, 8190).Select(place => Entry(place + 1, place, (8189 - place) * 8, (8190 - place) * 8, last: place == 0))];

        Assert.InRange(new SvgPainter(Of(Make(all))).Draw().Length, 8190 * 100, 8190 * 1024);
    }

    private static XmlDocument Load(SvgPainter painter)
    {
        var document = new XmlDocument();
        document.LoadXml(painter.Draw());
        return document;
    }
}
