using System.Text;
using IpReassembler.Transfer;

namespace IpReassembler.Tests.Transfer;

/// <summary>What a name from the network becomes: one file in the folder, or nothing.</summary>
public class SafeNameTests
{
    [Theory]
    [InlineData("a.bin", "a.bin")]
    [InlineData("relatório final.pdf", "relatório final.pdf")]
    [InlineData("../x", "x")]
    [InlineData("/etc/x", "x")]
    [InlineData(@"a\..\b", "b")]
    [InlineData(@"C:\Users\ana\nota.txt", "nota.txt")]
    [InlineData(".hidden", ".hidden")]
    [InlineData("...", "...")]
    [InlineData("CONSOLE.txt", "CONSOLE.txt")]
    [InlineData("com.txt", "com.txt")]
    public void Keeps_the_last_part(string sent, string name) => Assert.Equal(name, SafeName.Of(Encoding.UTF8.GetBytes(sent)));

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("folder/", "it is empty")]
    [InlineData(".", "it means a folder")]
    [InlineData("..", "it means a folder")]
    [InlineData("a/..", "it means a folder")]
    [InlineData("a\0b", "control character")]
    [InlineData("a\n", "control character")]
    [InlineData("\u009b31m", "control character")]
    [InlineData("\u001b/a", "control character")]
    [InlineData("NUL", "device")]
    [InlineData("nul.txt", "device")]
    [InlineData("com1.tar.gz", "device")]
    [InlineData("LPT³", "device")]
    [InlineData("con .txt", "device")]
    public void Refuses(string sent, string reason)
    {
        var refused = Assert.Throws<TransferException>(() => SafeName.Of(Encoding.UTF8.GetBytes(sent)));
        Assert.Equal(TransferFault.Protocol, refused.Fault);
        Assert.Contains(reason, refused.Message);
        Assert.DoesNotContain(refused.Message, char.IsControl);
    }

    [Fact]
    public void Takes_255_bytes_and_not_one_more()
    {
        Assert.Equal(255, SafeName.Of(Bytes.Of(new string('a', 255))).Length);
        Assert.Contains("longer than 255 bytes", Assert.Throws<TransferException>(() => SafeName.Of(Bytes.Of(new string('a', 256)))).Message);
        Assert.Contains("longer than 255 bytes", Assert.Throws<TransferException>(() => SafeName.Of(Encoding.UTF8.GetBytes(new string('é', 128)))).Message);
    }

    [Theory]
    [InlineData("61ff")]
    [InlineData("c0af")] // "/" in two bytes, which no decoder may take
    [InlineData("eda080")] // a surrogate
    public void Refuses_what_is_not_utf8(string hex) =>
        Assert.Contains("is not UTF-8", Assert.Throws<TransferException>(() => SafeName.Of(Convert.FromHexString(hex))).Message);
}
