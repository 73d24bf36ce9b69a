using IpReassembler.Capture;

namespace IpReassembler.Tests.Capture;

/// <summary>Advice that is pasted into a shell means what it says.</summary>
public class ShellCommandTests
{
    [Theory]
    [InlineData("tcpd -p 80 --loss 2% a/b.pcap", "tcpd", "-p", "80", "--loss", "2%", "a/b.pcap")]
    [InlineData("tcpd --text 'hello world'", "tcpd", "--text", "hello world")]
    [InlineData("list -Y 'verdict != sound' ''", "list", "-Y", "verdict != sound", "")]
    [InlineData(@"--text 'it'\''s $HOME'", "--text", "it's $HOME")]
    [InlineData("'~/a' 'b*' ';rm'", "~/a", "b*", ";rm")]
    public void A_word_stays_a_word(string expected, params string[] words) => Assert.Equal(expected, ShellCommand.Of(words));
}
