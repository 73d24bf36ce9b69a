namespace IpReassembler.LiveTests;

/// <summary>Started without a standard input, as some daemons start programs.</summary>
public class ClosedInputTests
{
    [Theory]
    [InlineData("list -")]
    [InlineData("reassemble - -w -")]
    [InlineData("decode --hex -")]
    public void Is_told_and_not_waited_for(string arguments)
    {
        Assert.SkipUnless(File.Exists("/proc/self/fdinfo/0"), "There is no /proc/self/fdinfo here.");
        Assert.SkipUnless(Run.CanFind("timeout"), "timeout is not installed (Debian: apt-get install coreutils)");
        var run = Run.Of("sh", "-c", $"timeout 60 {Ipreasm.CommandLine} {arguments} <&-");
        Assert.Equal((3, "", "ipreasm: cannot read standard input: it is closed\n"), (run.ExitCode, run.Output, run.Error));
    }

    [Fact]
    public void Is_not_missed_where_nobody_reads_it()
    {
        var run = Run.Of("sh", "-c", $"{Ipreasm.CommandLine} list -q '{CaptureFolder.PathOf("clean.pcap")}' <&-");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }
}
