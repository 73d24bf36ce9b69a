using System.Text;

namespace IpReassembler.Tests.Reassembly;

public class FragmentSketchTests
{
    [Theory]
    [InlineData("0:16 mf, 16:8")]
    [InlineData("65528:7, 0:0 mf")]
    [InlineData("0:8 mf df reserved ttl 1 tos 255 options 40")]
    public void Says_what_it_was_told(string words) => Assert.Equal(words, FragmentSketch.Say(FragmentSketch.Parse(words)));

    [Fact]
    public void Gives_each_fragment_bytes_that_tell_it_from_the_others()
    {
        var pieces = FragmentSketch.Pieces(FragmentSketch.Parse("0:8 mf, 8:8 mf, 12:5"));
        Assert.Equal(["A0A1A2A3", "B4B5B6B7", "C6C7C"], pieces.Select(piece => Encoding.ASCII.GetString(piece.Payload)));
    }

    [Fact]
    public void Names_a_word_it_does_not_know() =>
        Assert.Contains("\"more\"", Assert.Throws<FormatException>(() => FragmentSketch.Parse("0:8 more")).Message, StringComparison.Ordinal);

    [Fact]
    public void Becomes_the_packet_it_describes()
    {
        var packet = FragmentSketch.Pieces(FragmentSketch.Parse("8:8 mf df reserved ttl 33 tos 2 options 4"))[0].ToPacket();
        Assert.Equal("4602", Convert.ToHexString(packet.AsSpan(0, 2)));
        Assert.Equal("E001", Convert.ToHexString(packet.AsSpan(6, 2)));
        Assert.Equal(33, packet[8]);
        Assert.Equal("01010101", Convert.ToHexString(packet.AsSpan(20, 4)));
        Assert.Equal(32, packet.Length);
    }
}
