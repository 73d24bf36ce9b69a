namespace IpReassembler.Tests.Cli.Tcpd;

/// <summary>What <c>tcpd</c> says to a command line it cannot serve. Nothing here needs a right or a network.</summary>
public class TcpdVerbTests
{
    [Theory]
    [InlineData("tcpd --serve a --text b", 2, "--serve and --text exclude each other")]
    [InlineData("tcpd --loss 200%", 2, "--loss 200%: takes a percentage, such as 2%")]
    [InlineData("tcpd --loss 2", 2, "--loss 2: takes a percentage, such as 2%")]
    [InlineData("tcpd --delay 11s", 2, "--delay 11s: takes at most 10s")]
    [InlineData("tcpd --port 0", 2, "--port 0: takes a whole number from 1 to 65535")]
    [InlineData("tcpd --mss 87", 2, "--mss 87: takes a whole number from 88 to 65495")]
    [InlineData("tcpd --cc vegas", 2, "--cc vegas: there is reno, cubic")]
    [InlineData("tcpd --trace run.txt", 2, "--trace run.txt: the name ends in .pcapng or .jsonl, or there is none")]
    [InlineData("tcpd --serve /nowhere/file", 3, "cannot serve /nowhere/file: ")]
    [InlineData("tcpd --trace /nowhere/run.jsonl", 3, "cannot write /nowhere/run.jsonl: ")]
    [InlineData("tcpd --svg /nowhere/run.svg", 3, "cannot write /nowhere/run.svg: ")]
    public void What_cannot_be_is_said(string commandLine, int exitCode, string message)
    {
        var run = ToolRun.Of(commandLine);
        Assert.StartsWith("ipreasm: " + message, run.Error, StringComparison.Ordinal);
        Assert.Equal((exitCode, 0), (run.ExitCode, run.Output.Length));
    }
}
