using IpReassembler.Capture;
using IpReassembler.Cli;
using IpReassembler.Packets;

namespace IpReassembler.Tests.Cli.Live;

/// <summary><c>live</c> without a terminal, and the files it saves.</summary>
public class LiveVerbTests
{
    [Fact]
    public void Without_a_terminal_there_is_a_line_for_each_second_and_then_the_summary()
    {
        var run = ToolRun.Of("live mix.pcap --pace 1000x");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var lines = run.Lines.TakeWhile(line => line.StartsWith("00:0", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Matches(@"^00:0\d:\d\d  [\d ]+ pkt/s  [\d.]+ k?b/s  \d+ datagrams/s  sound [\d.]+ %  p50 .+  p99 .+  waiting \d", line));
        Assert.Equal(lines.Select(line => line[..8]).Distinct().Order(StringComparer.Ordinal), lines.Select(line => line[..8]));
        Assert.Equal(ToolRun.Of("summary mix.pcap").Lines, run.Lines.Skip(lines.Count));
    }

    [Fact]
    public void The_line_of_a_second() => Assert.Equal(
        "00:00:12  0 pkt/s  0 b/s  0 datagrams/s  sound 87.5 %  p50 3.00 ms  p99 5.00 ms  waiting 6 (#151 lacks 2960-5919, 21.5 s left)  kernel drops 7",
        StatusLine.Of(Traffic.Of("mix.pcap", 12.5).Show(dropped: 7), Style.Plain));

    [Fact]
    public void The_line_of_silence() => Assert.Equal(
        "00:00:01  0 pkt/s  0 b/s  0 datagrams/s  waiting 0", StatusLine.Of(new Traffic().Pass(1).Show(), Style.Plain));

    [Fact]
    public void A_dumb_terminal_gets_lines() =>
        Assert.DoesNotContain('\u001b', ToolRun.Of(["live", ToolRun.Capture("mix.pcap"), "--pace", "1000x"], isTerminal: true, width: 80, variables: ("TERM", "dumb")).Text);

    [Theory]
    [InlineData("live", "no capture to read")]
    [InlineData("live mix.pcap --save-last none", "--save-last none: how long is needed; try 60s")]
    [InlineData("live mix.pcap --save-last 60s --plain", "--plain has no keys")]
    [InlineData("live mix.pcap --json", "live has no option --json")]
    public void What_makes_no_sense_is_refused(string commandLine, string message)
    {
        var run = ToolRun.Of(commandLine);
        Assert.Equal((ExitCode.Usage, ""), (run.ExitCode, run.Text));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_saved_is_what_came_last_with_the_marks_beside_it()
    {
        using var folder = new TemporaryFolder();
        var (frames, marks) = (new RecentFrames(Duration.FromSeconds(60), 1 << 20), new LiveMarks());
        using (var source = CaptureFile.Open(ToolRun.Capture("mix.pcap")))
        {
            while (source.Read(out var frame) is ReadResult.Frame)
            {
                frames.Keep(frame);
            }

            marks.Set(Duration.FromSeconds(10), 211);
            Assert.Equal("4 frames of 58.0 s saved in ipreasm-20231114-221440.pcapng", Save(folder.Path, frames, marks, source.Interfaces));
            Assert.Equal("4 frames of 58.0 s saved in ipreasm-20231114-221440-2.pcapng", Save(folder.Path, frames, marks, source.Interfaces));
        }

        using var saved = CaptureFile.Open(Path.Combine(folder.Path, "ipreasm-20231114-221440.pcapng"));
        var comments = new List<string>();
        while (saved.Read(out _) is ReadResult.Frame)
        {
            comments.Add(string.Join('|', saved.Comments));
        }

        Assert.Equal(["", "", "mark 1 at 00:00:10, behind frame 211", ""], comments);
    }

    [Fact]
    public void What_cannot_be_saved_is_said()
    {
        var frames = new RecentFrames(Duration.FromSeconds(60), 1 << 20);
        frames.Keep(new CapturedFrame([1], LinkType.Ethernet, default));
        Assert.Throws<ToolException>(() => Save("/nonexistent", frames, new LiveMarks(), [new CaptureInterface { Link = LinkType.Ethernet }]));
    }

    private static string Save(string folder, RecentFrames frames, LiveMarks marks, IReadOnlyList<CaptureInterface> interfaces) =>
        SavedFrames.Write(folder, frames, marks, interfaces, new Terminal(Stream.Null, false, Stream.Null, TextWriter.Null, false, false, 80, _ => null));
}
