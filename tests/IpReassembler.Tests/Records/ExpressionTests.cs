using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Records;

namespace IpReassembler.Tests.Records;

public class ExpressionTests
{
    [Theory]
    [InlineData("verdict != sound", "151 155 160 165 185 191 193 200")]
    [InlineData("verdict == incomplete", "151 155 160 165")]
    [InlineData("verdict == \"incomplete\"", "151 155 160 165")]
    [InlineData("VERDICT == Spliced", "193")]
    [InlineData("state == killed", "182 185")]
    [InlineData("verdict in {spliced, conflict,malformed}", "185 191 193")]
    [InlineData("verdict in spliced", "193")]
    [InlineData("verdict not in {sound, incomplete}", "185 191 193 200")]
    [InlineData("state == killed and verdict == sound", "182")]
    [InlineData("state == killed && verdict == sound", "182")]
    [InlineData("verdict == spliced or verdict == expired", "193 200")]
    [InlineData("verdict == spliced || verdict == expired and state == killed", "193")]
    [InlineData("(verdict == spliced or verdict == expired) and state == timeout", "200")]
    [InlineData("not verdict == sound and not (src == 192.0.2.7)", "193")]
    [InlineData("!(verdict == sound) and ! src == 192.0.2.7", "193")]
    [InlineData("n == 151", "151")]
    [InlineData("n in {151, 193}", "151 193")]
    public void Selects(string text, string expected) => Assert.Equal(expected, Select(text));

    [Theory]
    [InlineData("proto == icmp", "185 191")]
    [InlineData("proto == 1", "185 191")]
    [InlineData("ip.proto != udp", "185 191")]
    [InlineData("src in 192.0.2.4/30 and proto == udp", "151 155 160 165 199 200")]
    [InlineData("src == 192.0.2.4/30 and proto == udp", "151 155 160 165 199 200")]
    [InlineData("dst in {203.0.113.0/24, 2001:db8::/32} and not proto == udp", "185 191")]
    [InlineData("ip.addr == 203.0.113.9 and state == killed", "185")]
    [InlineData("src != 192.0.2.1 and state == killed", "185")]
    [InlineData("src in 0.0.0.0/0 and state == killed", "182 185")]
    [InlineData("src in ::/0", "")]
    [InlineData("src ~ '2[.]7$' and state == killed", "185")]
    public void Knows_addresses_networks_and_protocols(string text, string expected) => Assert.Equal(expected, Select(text));

    [Theory]
    [InlineData("id == 0x12c", "151")]
    [InlineData("ip.id == 300", "151")]
    [InlineData("id > 899 and id <= 0x3e8", "199 200 201")]
    [InlineData("duration_ns > 5ms and proto == udp", "193 199")]
    [InlineData("duration >= 24s", "199")]
    [InlineData("duration >= 24000000000", "199")]
    [InlineData("duration == 0.024us", "")]
    [InlineData("duration <= 1ms", "1 31 61 91")]
    [InlineData("duration<1001us", "1 31 61 91")]
    [InlineData("waited_ns < 10s", "182 185")]
    [InlineData("total > 7KB and verdict == incomplete", "151 155 160")]
    [InlineData("total == 8008B and verdict == incomplete", "151 155 160")]
    [InlineData("have < 5KB and frags < 4", "182 191 199 200")]
    [InlineData("arrived < 75%", "151")]
    [InlineData("arrived < 0.75", "151")]
    [InlineData("gaps > 0", "151 155 160 165")]
    [InlineData("missing ~ end", "165")]
    [InlineData("missing == 2960-5919", "151")]
    [InlineData("first >= 1700000012", "201")]
    [InlineData("first > 1700000009.5 and last < 1700000040", "199 201")]
    [InlineData("complete > 1700000030", "199")]
    public void Knows_units(string text, string expected) => Assert.Equal(expected, Select(text));

    [Theory]
    [InlineData("frame.number == 153", "151")]
    [InlineData("frames in {1, 213}", "1 200")]
    [InlineData("frames >= 201", "199 200 201")]
    [InlineData("port == 5000 and state == killed", "182")]
    [InlineData("ip.frag_offset == 1400", "182")]
    [InlineData("anomalies == overlap-conflicting", "185")]
    [InlineData("anomalies ~ conflict", "185 191 193")]
    [InlineData("anomalies != duplicate", "182 185 191 193")]
    [InlineData("complete_frame == 198", "193")]
    [InlineData("ip.ttl != 64", "")]
    public void A_field_of_several_values_passes_when_one_does(string text, string expected) => Assert.Equal(expected, Select(text));

    [Theory]
    [InlineData("sport == 4000", false)]
    [InlineData("sport != 4000", false)]
    [InlineData("sport < 9999", false)]
    [InlineData("sport >= 0", false)]
    [InlineData("sport in {4000}", false)]
    [InlineData("sport not in {4000}", false)]
    [InlineData("sport ~ '.*'", false)]
    [InlineData("not sport == 4000", true)]
    [InlineData("duration > 0", false)]
    [InlineData("vlan == 7", false)]
    [InlineData("complete > 0", false)]
    public void What_is_not_known_compares_false(string text, bool expected) =>
        Assert.Equal(expected, Parse(text).Evaluate(MixRecords.Number(160)));

    [Theory]
    [InlineData("vlan == 100.7", true)]
    [InlineData("vlan ~ '^100'", true)]
    [InlineData("n == 1.1", true)]
    [InlineData("depth == 1", true)]
    [InlineData("mf == true", true)]
    [InlineData("ip.flags.mf == 0", true)]
    [InlineData("src == 2001:db8::1", true)]
    [InlineData("src in 2001:db8::/33", true)]
    [InlineData("src in 2001:db8:8000::/33", false)]
    [InlineData("src in 0.0.0.0/0", false)]
    [InlineData("ip == 6", true)]
    public void Knows_tunnels_tags_and_ipv6(string text, bool expected)
    {
        var record = MixRecords.Number(1);
        record = record with
        {
            Key = record.Key with { Depth = 1, Vlans = VlanTags.None.With(100).With(7), Source = IpAddress.Parse("2001:db8::1") },
        };

        Assert.Equal(expected, Parse(text).Evaluate(record));
    }

    [Fact]
    public void A_backslash_makes_a_quote_a_letter_and_leaves_the_rest() =>
        Assert.True(Parse("""policy ~ 'a\'b\d'""").Evaluate(MixRecords.Number(1) with { Policy = "a'b7" }));

    [Fact]
    public void A_pattern_takes_no_longer_for_being_malicious() =>
        Assert.False(Parse("policy ~ '^(a+)+$'").Evaluate(MixRecords.Number(1) with { Policy = new string('a', 5000) + "!" }));

    [Theory]
    [InlineData("policy ~ '((a{900}){900}){900}'")]
    [InlineData("policy ~ '(x+x+)+y|(.*.*.*)*z'")]
    [InlineData("policy ~ '[a-z]*.{500}b.{500}'")]
    public void A_pattern_too_large_is_refused_and_any_other_ends(string text)
    {
        if (Expression.TryParse(text, out var expression, out _))
        {
            Assert.False(expression.Evaluate(MixRecords.Number(1) with { Policy = new string('x', 300) }));
        }
    }

    [Fact]
    public void Every_field_is_compared_and_printed_without_harm_on_an_empty_record()
    {
        var empty = new DatagramRecord { Number = 1, Key = new DatagramKey(IpAddress.V4(0), IpAddress.V4(0), 0, 0, VlanTags.None, 0) };
        foreach (var field in FieldCatalog.All)
        {
            field.Text(empty);
            Parse($"{field.Name} ~ x").Evaluate(empty);
        }
    }

    private static Expression Parse(string text) =>
        Expression.TryParse(text, out var expression, out var error) ? expression : throw new FormatException(error.ToString());

    private static string Select(string text)
    {
        var expression = Parse(text);
        return string.Join(' ', MixRecords.All.Where(expression.Evaluate).Select(record => record.Name));
    }
}
