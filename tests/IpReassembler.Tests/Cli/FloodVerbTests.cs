using System.Security.Cryptography;
using System.Text.Json;
using IpReassembler.Capture;
using IpReassembler.Packets;
using IpReassembler.Tests.Captures;

namespace IpReassembler.Tests.Cli;

/// <summary>What a user is told of a flood: each datagram that a limit cut, by which limit, and how many.</summary>
public class FloodVerbTests
{
    // 300 datagrams of the flood and 3 honest ones, of which the last becomes whole with the last frame. Of 100 that may wait, that leaves 99.
    private static readonly byte[] Capture = Write(new FloodTraffic { FloodFragments = 300, HonestDatagrams = 3, FirstGap = 10, LaterGap = 10 });

    [Fact]
    public void List_shows_each_datagram_that_a_limit_cut_and_which_limit()
    {
        var lines = ToolRun.Of("list -r - --max-datagrams 100", Capture).Lines[1..];
        Assert.Equal(303, lines.Length);
        Assert.Equal(201, lines.Count(line => line.Contains(" evicted  evicted ", StringComparison.Ordinal) && line.EndsWith("over --max-datagrams, gap 24-end", StringComparison.Ordinal)));
        Assert.Equal(3, lines.Count(line => line.Contains(" complete sound ", StringComparison.Ordinal)));
        Assert.Equal(99, lines.Count(line => line.Contains(" open     incomplete ", StringComparison.Ordinal)));
    }

    [Fact]
    public void List_in_a_narrow_terminal_still_says_which()
    {
        var run = ToolRun.Of(["list", "-r", "-", "--max-datagrams", "100"], Capture, isTerminal: true, width: 72);
        Assert.Equal(201, run.Lines.Count(line => line.Contains("over --max-", StringComparison.Ordinal)));
    }

    [Fact]
    public void Json_and_conditions_know_the_limit()
    {
        var run = ToolRun.Of("list --json -r - --max-datagrams 100 -Y 'evicted_by == datagrams'", Capture);
        var limits = run.Lines.Select(line => JsonDocument.Parse(line).RootElement).Where(line => line.GetProperty("type").GetString() == "datagram")
            .Select(line => line.GetProperty("evicted_by").GetString()).ToArray();
        Assert.Equal(Enumerable.Repeat("datagrams", 201), limits);
        Assert.DoesNotContain("evicted_by", ToolRun.Of("list --json -r -", Capture).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Summary_says_how_many_and_by_which_limit()
    {
        var text = ToolRun.Of("summary -r - --max-datagrams 100", Capture).Text;
        Assert.Contains("limits cut the evidence of 201 datagrams; raise --max-datagrams (201).", text, StringComparison.Ordinal);
        Assert.Matches("evicted \\(a limit cut it, nothing is claimed\\) +201 ", text);
        Assert.DoesNotContain("limits cut", ToolRun.Of("summary -r -", Capture).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_flood_has_the_same_bytes() =>
        Assert.StartsWith("AF43EC46BD591AA71525FE37DB465C6D", Convert.ToHexString(SHA256.HashData(Capture)), StringComparison.Ordinal);

    private static byte[] Write(FloodTraffic flood)
    {
        var bytes = new MemoryStream();
        using var sink = CaptureFile.CreateWriter(bytes, new CaptureWriterOptions { Format = CaptureFormat.Pcap });
        foreach (var frame in flood.Frames())
        {
            sink.Write(new CapturedFrame(frame.Bytes.Span, LinkType.Ethernet, frame.At));
        }

        sink.Complete();
        return bytes.ToArray();
    }
}
