using System.Text;
using IpReassembler.Cli;

namespace IpReassembler.Tests.Cli;

public class ShowVerbTests
{
    [Theory]
    [InlineData("mix.pcap", 193)]
    [InlineData("nested-mtu.pcap", 1)]
    public void The_frames_of_one_datagram_are_a_capture_of_their_own(string capture, long number)
    {
        var alone = ToolRun.Of($"show {number} {capture} -q -w -");
        var read = ToolRun.Of("list --json -r -", alone.Output);

        Assert.Equal((ExitCode.Done, ""), (alone.ExitCode, alone.Error));
        Assert.Equal(3, read.Lines.Length);
        Assert.Equal(Field(ToolRun.Of($"list --json -Y n=={number} {capture}").Lines[1], "verdict"), Field(read.Lines[1], "verdict"));
    }

    [Fact]
    public void Standard_input_is_read_once_and_written_from()
    {
        using var folder = new TemporaryFolder();
        var target = Path.Combine(folder.Path, "121.pcap");
        var run = ToolRun.Of(["show", "121", "-r", "-", "-w", target, "-q"], File.ReadAllBytes(ToolRun.Capture("mix.pcap")));

        Assert.Equal((ExitCode.Done, ""), (run.ExitCode, run.Error));
        Assert.Contains("last hole closed: complete", run.Text, StringComparison.Ordinal);
        Assert.Contains("6 packets", ToolRun.Of(["summary", target]).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_is_a_file()
    {
        using var folder = new TemporaryFolder();
        var target = Path.Combine(folder.Path, "121.svg");
        var run = ToolRun.Of(["show", "121", ToolRun.Capture("mix.pcap"), "--svg", target]);

        Assert.Equal((ExitCode.Done, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("<svg xmlns=\"http://www.w3.org/2000/svg\"", File.ReadAllText(target, Encoding.UTF8), StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("--svg")]
    [InlineData("-w")]
    [InlineData("--extract")]
    public void What_cannot_be_written_is_told_before_the_work(string option)
    {
        using var folder = new TemporaryFolder();
        var run = ToolRun.Of(["show", "121", "--read", "-", option, Path.Combine(folder.Path, "nosuch", "file")], inputStream: new FailingStream(new IOException("it was read"), [], 0));

        Assert.Equal(ExitCode.BadFile, run.ExitCode);
        Assert.Contains("nosuch does not exist", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--svg")]
    [InlineData("-w")]
    [InlineData("--extract")]
    public void What_is_read_is_not_written_over(string option)
    {
        var capture = ToolRun.Capture("mix.pcap");
        var run = ToolRun.Of(["show", "121", capture, option, capture]);

        Assert.Equal((ExitCode.Usage, "", $"ipreasm: {capture} is read: write to another file.\n"), (run.ExitCode, run.Text, run.Error));
    }

    private static string Field(string line, string name) => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty(name).GetString()!;
}
