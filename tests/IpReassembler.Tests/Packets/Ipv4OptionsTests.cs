using IpReassembler.Packets;

namespace IpReassembler.Tests.Packets;

public class Ipv4OptionsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("01 01 01 00", "NoOperation NoOperation NoOperation EndOfOptions")]
    [InlineData("00 94 04 00 00", "EndOfOptions")]                              // nothing after the end counts
    [InlineData("94 04 0000", "RouterAlert/copied=0")]
    [InlineData("94 04 0001 00", "RouterAlert/copied=1 EndOfOptions")]
    [InlineData("88 04 002a", "StreamIdentifier/copied=42")]
    [InlineData("07 07 04 00000000 00", "RecordRoute[0/1 0.0.0.0] EndOfOptions")]
    [InlineData("07 0b 08 c0000201 00000000 00", "RecordRoute[1/2 192.0.2.1,0.0.0.0] EndOfOptions")]
    [InlineData("83 07 08 c0000201 01", "LooseSourceRoute/copied[1/1 192.0.2.1] NoOperation")]
    [InlineData("89 0b 04 c0000201 c6336402", "StrictSourceRoute/copied[0/2 192.0.2.1,198.51.100.2]")]
    [InlineData("07 03 04", "RecordRoute[0/0 ]")]                               // no room at all is a length that can be
    [InlineData("44 0c 0d 00 00000001 80000002", "Timestamp(TimesOnly+0 2/2 1,2?)")]
    [InlineData("44 0c 0d 31 c0000201 00000007", "Timestamp(WithAddresses+3 1/1 192.0.2.1@7)")]
    [InlineData("44 14 05 f3 c0000201 00000000 c6336402 00000000", "Timestamp(NamedAddresses+15 0/2 192.0.2.1@0,198.51.100.2@0)")]
    [InlineData("44 04 05 00", "Timestamp(TimesOnly+0 0/0 )")]
    [InlineData("82 0b 0000000000000000 00", "Security/copied")]
    [InlineData("0b 04 05dc 0c 04 05dc", "11 12")]                              // MTU probe and reply (RFC 1191 retired them): unknown
    [InlineData("9e 04 0000", "158/copied")]
    public void Reads_options_in_order(string bytes, string expected) => Assert.Equal(expected, Show(Bytes.Hex(bytes)));

    [Theory]
    [InlineData("94", "RouterAlert/copied!!")]                                  // the length is missing
    [InlineData("94 00 0000", "RouterAlert/copied!!")]                          // a length of 0 must not stand still
    [InlineData("94 01 0000", "RouterAlert/copied!!")]
    [InlineData("01 07 28 04 00000000", "NoOperation RecordRoute!!")]           // beyond the header
    [InlineData("94 05 000000 01", "RouterAlert/copied! NoOperation")]          // wrong for its kind, but the next one can be found
    [InlineData("07 06 04 000000 01", "RecordRoute! NoOperation")]
    [InlineData("07 02 01", "RecordRoute! NoOperation")]
    [InlineData("44 02", "Timestamp!")]
    [InlineData("44 03 05", "Timestamp!")]
    [InlineData("82 02", "Security/copied!")]
    public void A_bad_length_is_a_value(string bytes, string expected) => Assert.Equal(expected, Show(Bytes.Hex(bytes)));

    [Theory]
    [InlineData("07 07 00 00000000", 0)]    // pointers below the first address and beyond the last
    [InlineData("07 07 03 00000000", 0)]
    [InlineData("07 07 05 00000000", 0)]
    [InlineData("07 07 ff 00000000", 1)]
    public void A_wild_pointer_stays_within_the_route(string bytes, int passed)
    {
        var options = new Ipv4Options(Bytes.Hex(bytes));
        Assert.True(options.MoveNext());
        Assert.True(options.Current.TryGetRoute(out var route));
        Assert.Equal(passed, route.PassedCount);
    }

    [Fact]
    public void Takes_the_type_byte_apart()
    {
        var options = new Ipv4Options([0x44, 4, 5, 0]);
        Assert.True(options.MoveNext());
        Assert.Equal((false, 2, 4), (options.Current.IsCopied, options.Current.Class, options.Current.Number));
    }

    [Fact]
    public void Any_bytes_end()
    {
        for (var seed = 0; seed < 20_000; seed++)
        {
            var bytes = Bytes.Random(seed, seed % 41);
            var length = 0;
            foreach (var option in new Ipv4Options(bytes))
            {
                Assert.False(option.Bytes.IsEmpty);
                length += option.Bytes.Length;
            }

            Assert.True(length <= bytes.Length);
            Show(bytes);
        }
    }

    private static string Show(byte[] bytes)
    {
        var shown = new List<string>();
        foreach (var option in new Ipv4Options(bytes))
        {
            shown.Add(Show(option));
        }

        return string.Join(' ', shown);
    }

    private static string Show(Ipv4Option option)
    {
        var text = option.Kind + (option.IsCopied ? "/copied" : "") + (option.HasBadLength ? "!!" : option.IsMalformed ? "!" : "");
        if (option.TryGetNumber(out var number))
        {
            return $"{text}={number}";
        }

        var parts = new List<string>();
        if (option.TryGetRoute(out var route))
        {
            for (var i = 0; i < route.Count; i++)
            {
                parts.Add(route[i].ToString());
            }

            return $"{text}[{route.PassedCount}/{route.Count} {string.Join(',', parts)}]";
        }

        if (option.TryGetTimestamp(out var timestamp))
        {
            for (var i = 0; i < timestamp.Count; i++)
            {
                var time = timestamp.TimeAt(i) + (timestamp.IsStandardTimeAt(i) ? "" : "?");
                parts.Add(timestamp.HasAddresses ? $"{timestamp.AddressAt(i)}@{time}" : time);
            }

            return $"{text}({timestamp.Content}+{timestamp.Overflow} {timestamp.FilledCount}/{timestamp.Count} {string.Join(',', parts)})";
        }

        return text;
    }
}
