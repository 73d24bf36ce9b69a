using IpReassembler.Cli;

namespace IpReassembler.Tests.Cli;

public class HexTextTests
{
    [Theory]
    [InlineData("4500 05dc", "450005dc")]
    [InlineData("45:00:05:DC", "450005dc")]
    [InlineData("0x45, 0x00,\n0x05, 0xdc", "450005dc")]
    [InlineData("\\x45\\x00\\x05\\xdc", "450005dc")]
    [InlineData("  450005dc\r\n", "450005dc")]
    [InlineData("0000  45 00 05 dc  E...", "450005dc")]
    [InlineData("0000 45 00 05 dc", "450005dc")]
    [InlineData("0000  4500 05dc f6b4 20b9 4001 d9cb c0a8 0196 c0a8 0101", "450005dcf6b420b94001d9cbc0a80196c0a80101")]
    [InlineData("0000  41 42 43 44 41 42\n0006  45 46 ABCD EF", "4142434441424546")]
    [InlineData("00000000: 4500 05dc            E...", "450005dc")]
    [InlineData("10:00:00.1 IP a > b\n\t0x0000:  4500 05dc  E...\n\t0x0004:  c0a8 0101  ....", "450005dcc0a80101")]
    [InlineData("0000  45 00 05 dc  45 00\n0004  c0", "450005dcc0")]
    [InlineData("00000000  45 00 00 14 00 01 00 00  40 11 00 00 c0 00 02 01  |E.......@.......|\n00000010  c0 00 02 02                                       |....|\n00000014", "4500001400010000401100 00c0000201c0000202")]
    [InlineData("0000  45 00\n0002  05 dc\n\n0000  46 00", "450005dc")]
    [InlineData("000000  41                                               A", "41")]
    [InlineData("0000 0000 0000 0000 0800 4500", "000000000000000008004500")]
    public void Reads(string text, string expected)
    {
        Assert.True(HexText.TryRead(text, out var bytes, out var error), error);
        Assert.Equal(expected.Replace(" ", ""), Convert.ToHexStringLower(bytes));
    }

    [Theory]
    [InlineData("", "there are no bytes")]
    [InlineData("45 0g", "character 5: 'g' is not a hexadecimal digit")]
    [InlineData("45 x", "character 4: 'x' is not a hexadecimal digit")]
    [InlineData("45 000", "character 4: '000' has an odd number of digits; a byte is two")]
    [InlineData("45\n0z", "line 2, character 2: 'z' is not a hexadecimal digit")]
    [InlineData("45 0x", "character 6: digits are missing behind 0x")]
    [InlineData("0000  45 00\n0010  05 dc", "line 2, character 1: offset 0010 follows 0002 bytes (hexadecimal); a line is missing, or has too few bytes")]
    [InlineData("0000: zz", "line 1, character 7: 'zz' is not a byte")]
    public void Says_where_it_is_wrong(string text, string expected)
    {
        Assert.False(HexText.TryRead(text, out var bytes, out var error));
        Assert.Equal(expected, error);
        Assert.Empty(bytes);
    }
}
