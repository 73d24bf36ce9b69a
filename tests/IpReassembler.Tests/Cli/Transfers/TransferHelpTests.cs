using IpReassembler.Tests.Cli.Text;

namespace IpReassembler.Tests.Cli.Transfers;

/// <summary>The help of the transfer verbs, letter by letter.</summary>
[Collection(HeavyTests.Name)]
public class TransferHelpTests
{
    [Theory]
    [InlineData("serve")]
    [InlineData("serve sst")]
    [InlineData("serve upload")]
    [InlineData("serve batch")]
    [InlineData("serve message")]
    [InlineData("get")]
    [InlineData("get sst")]
    [InlineData("put")]
    [InlineData("put upload")]
    [InlineData("put batch")]
    [InlineData("call")]
    [InlineData("call message")]
    [InlineData("call commands")]
    [InlineData("serve commands")]
    [InlineData("udp")]
    [InlineData("udp send")]
    [InlineData("udp sink")]
    [InlineData("udp demo")]
    public void Help(string verb)
    {
        var run = ToolRun.Of([.. verb.Split(' '), "--help"], width: 100);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Golden.Check("help-" + verb.Replace(' ', '-'), output => output.Write(run.Text.ReplaceLineEndings("\n")));
    }
}
