using IpReassembler.Packets;

namespace IpReassembler.Tests.Packets;

public class InternetChecksumTests
{
    [Theory]
    [InlineData("", 0xffff)]
    [InlineData("00", 0xffff)]
    [InlineData("ffff", 0x0000)]
    [InlineData("0001 f203 f4f5 f6f7", 0x220d)]                                     // the example of RFC 1071 section 3: sum ddf2
    [InlineData("01", 0xfeff)]                                                      // an odd byte is the first of a word
    [InlineData("4500 05dc f6b4 20b9 4001 0000 c0a8 0196 c0a8 0101", 0xd9cb)]
    [InlineData("4500 05dc f6b4 20b9 4001 d9cb c0a8 0196 c0a8 0101", 0x0000)]       // over a right checksum
    public void Computes_the_field(string bytes, int expected) => Assert.Equal(expected, InternetChecksum.Compute(Bytes.Hex(bytes)));

    [Fact]
    public void Agrees_with_the_plain_loop_at_every_length()
    {
        var bytes = Bytes.Random(seed: 1, 600);
        for (var start = 0; start < 9; start++)
        {
            for (var length = 0; length <= bytes.Length - start; length++)
            {
                var span = bytes.AsSpan(start, length);
                Assert.Equal(Plain(span), InternetChecksum.Sum(span));
            }
        }
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0x01)]
    [InlineData(0xff)]      // every addition carries
    public void Agrees_with_the_plain_loop_on_equal_bytes(byte value)
    {
        var bytes = Enumerable.Repeat(value, 70_000).ToArray();
        foreach (var length in (int[])[1, 2, 20, 63, 64, 65, 1480, 65_535, 70_000])
        {
            Assert.Equal(Plain(bytes.AsSpan(0, length)), InternetChecksum.Sum(bytes.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Agrees_with_the_plain_loop_on_random_spans()
    {
        var random = new Random(2);
        var bytes = Bytes.Random(seed: 3, 70_000);
        for (var i = 0; i < 2000; i++)
        {
            var start = random.Next(bytes.Length);
            var span = bytes.AsSpan(start, random.Next(bytes.Length - start));
            Assert.Equal(Plain(span), InternetChecksum.Sum(span));
        }
    }

    [Fact]
    public void Pieces_of_even_length_add_up_to_the_whole()
    {
        var random = new Random(4);
        for (var i = 0; i < 500; i++)
        {
            var bytes = Bytes.Random(i, random.Next(3000));
            var cut = random.Next((bytes.Length / 2) + 1) * 2;
            var partial = InternetChecksum.Add(InternetChecksum.Add(0, bytes.AsSpan(0, cut)), bytes.AsSpan(cut));
            Assert.Equal(Plain(bytes), InternetChecksum.Fold(partial));
        }
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(1UL)]
    [InlineData(0xffffUL)]
    [InlineData(0xffff_0000UL)]
    [InlineData(0xffff_ffffUL)]
    [InlineData(0xffff_ffff_ffff_ffffUL)]
    [InlineData(0x8000_8000_8000_8000UL)]
    public void Folding_keeps_the_value_modulo_ffff(ulong partial)
    {
        var folded = InternetChecksum.Fold(partial);
        var inMachineOrder = BitConverter.IsLittleEndian ? (ushort)((folded >> 8) | (folded << 8)) : folded;
        Assert.Equal(partial % 0xffff, (ulong)inMachineOrder % 0xffff);
        Assert.Equal(partial == 0, folded == 0);
    }

    [Theory]
    [InlineData("192.0.2.1", "198.51.100.2", 17, 8, "c0000201 c6336402 0011 0008")]
    [InlineData("255.255.255.255", "255.255.255.255", 255, 65535, "ffffffff ffffffff 00ff ffff")]
    [InlineData("0.0.0.0", "0.0.0.1", 6, 20, "00000000 00000001 0006 0014")]
    [InlineData("2001:db8::1", "ff02::fb", 58, 70000, "20010db8000000000000000000000001 ff0200000000000000000000000000fb 00011170 0000003a")]
    public void Pseudo_headers_are_what_the_RFCs_draw(string source, string destination, byte protocol, int length, string drawn)
    {
        var partial = InternetChecksum.PseudoHeader(IpAddress.Parse(source), IpAddress.Parse(destination), protocol, length);
        Assert.Equal(Plain(Bytes.Hex(drawn)), InternetChecksum.Fold(partial));
    }

    [Fact]
    public void Twenty_bytes_have_a_short_cut_with_the_same_sum()
    {
        for (var seed = 0; seed < 1000; seed++)
        {
            var bytes = Bytes.Random(seed, 24);
            Assert.Equal(Plain(bytes.AsSpan(0, 20)), InternetChecksum.Fold(InternetChecksum.SumOfTwenty(bytes)));
        }
    }

    /// <summary>RFC 1071 as it is written: 16 bits at a time, carries folded at the end.</summary>
    private static ushort Plain(ReadOnlySpan<byte> bytes)
    {
        ulong sum = 0;
        for (var i = 0; i < bytes.Length; i += 2)
        {
            sum += (uint)((bytes[i] << 8) | (i + 1 < bytes.Length ? bytes[i + 1] : 0));
        }

        while (sum > 0xffff)
        {
            sum = (sum & 0xffff) + (sum >> 16);
        }

        return (ushort)sum;
    }
}
