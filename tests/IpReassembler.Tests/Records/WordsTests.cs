using System.Text.RegularExpressions;
using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Records;

namespace IpReassembler.Tests.Records;

public class WordsTests
{
    [Fact]
    public void Each_word_is_its_value_in_kebab_case()
    {
        Assert.All(Enum.GetValues<DatagramState>(), state => Assert.Equal(Kebab(state), Words.Of(state)));
        Assert.All(Enum.GetValues<Verdict>(), verdict => Assert.Equal(Kebab(verdict), Words.Of(verdict)));
        Assert.All(Enum.GetValues<FragmentFate>(), fate => Assert.Equal(Kebab(fate), Words.Of(fate)));
        Assert.All(Enum.GetValues<ChecksumState>(), checksum => Assert.Equal(Kebab(checksum), Words.Of(checksum)));
        Assert.All(Enum.GetValues<Anomaly>().Where(anomaly => anomaly != Anomaly.None), anomaly => Assert.Equal([Kebab(anomaly)], Words.Of(anomaly)));
    }

    [Fact]
    public void Anomalies_are_listed_from_the_lowest_bit() =>
        Assert.Equal(["duplicate", "overlap-conflicting"], Words.Of(Anomaly.OverlapConflicting | Anomaly.Duplicate));

    [Theory]
    [InlineData("udp", 17)]
    [InlineData("UDP", 17)]
    [InlineData("17", 17)]
    [InlineData("icmp", 1)]
    [InlineData("253", 253)]
    public void Reads_protocols(string text, int number)
    {
        Assert.True(ProtocolNames.TryParse(text, out var protocol));
        Assert.Equal(number, protocol);
    }

    [Theory]
    [InlineData("256")]
    [InlineData("-1")]
    [InlineData("upd")]
    [InlineData("")]
    public void Refuses_what_is_no_protocol(string text) => Assert.False(ProtocolNames.TryParse(text, out _));

    [Fact]
    public void Calls_unknown_protocols_and_links_by_number()
    {
        Assert.Equal("253", ProtocolNames.Of(253));
        Assert.Equal("linktype-147", LinkNames.Of((LinkType)147));
        Assert.Equal("mixed", LinkNames.Of(null));
    }

    private static string Kebab<T>(T value) where T : struct, Enum =>
        Regex.Replace(value.ToString(), "(?<=.)([A-Z])", "-$1").ToLowerInvariant();
}
