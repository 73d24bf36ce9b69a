using IpReassembler.Packets;

namespace IpReassembler.Tests.Packets;

public class TcpSegmentTests
{
    [Fact]
    public void What_the_header_writes_is_read_back()
    {
        var random = new Random(7);
        for (var seed = 0; seed < 500; seed++)
        {
            var header = new TcpHeader
            {
                SourcePort = (ushort)random.Next(65_536),
                DestinationPort = (ushort)random.Next(65_536),
                SequenceNumber = (uint)random.NextInt64(1L << 32),
                AcknowledgmentNumber = (uint)random.NextInt64(1L << 32),
                ControlBits = (TcpControlBits)random.Next(512),
                Window = (ushort)random.Next(65_536),
                UrgentPointer = (ushort)random.Next(65_536),
                Options = Bytes.Random(seed, random.Next(41)),
            };
            var payload = Bytes.Random(seed, seed);
            var bytes = new byte[header.Length + payload.Length];
            Assert.Equal(header.Length, header.WriteTo(bytes, Bytes.Alice, Bytes.Bob, payload));
            payload.CopyTo(bytes, header.Length);

            Assert.True(TcpSegment.TryParse(bytes, out var segment, out _));
            Assert.Equal((header.SourcePort, header.DestinationPort), (segment.SourcePort, segment.DestinationPort));
            Assert.Equal((header.SequenceNumber, header.AcknowledgmentNumber), (segment.SequenceNumber, segment.AcknowledgmentNumber));
            Assert.Equal((header.ControlBits, header.Window, header.UrgentPointer), (segment.ControlBits, segment.Window, segment.UrgentPointer));
            Assert.Equal(header.Length, segment.HeaderLength);
            Assert.Equal(header.Options.Span, segment.OptionBytes[..header.Options.Length]);
            Assert.Equal(payload, segment.Payload);
            Assert.Equal(ChecksumState.Ok, TransportChecksum.Verify(6, Bytes.Alice, Bytes.Bob, bytes));
        }
    }

    [Theory]
    [InlineData("", PacketDefect.TooShort)]
    [InlineData("0001 0002 00000003 00000004 5010 0400 0000 00", PacketDefect.TooShort)]
    [InlineData("0001 0002 00000003 00000004 0010 0400 0000 0000", PacketDefect.HeaderLengthTooSmall)]
    [InlineData("0001 0002 00000003 00000004 4010 0400 0000 0000", PacketDefect.HeaderLengthTooSmall)]
    [InlineData("0001 0002 00000003 00000004 6010 0400 0000 0000", PacketDefect.HeaderCutShort)]
    [InlineData("0001 0002 00000003 00000004 f010 0400 0000 0000 00000000", PacketDefect.HeaderCutShort)]
    [InlineData("0001 0002 00000003 00000004 5010 0400 0000 0000", PacketDefect.None)]
    public void Refuses_what_has_no_sound_header(string bytes, PacketDefect expected)
    {
        Assert.Equal(expected == PacketDefect.None, TcpSegment.TryParse(Bytes.Hex(bytes), out _, out var defect));
        Assert.Equal(expected, defect);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("02 04 05b4 01 01 04 02", "MaximumSegmentSize=1460 NoOperation NoOperation SelectiveAcknowledgmentPermitted")]
    [InlineData("03 03 07 01", "WindowScale=7 NoOperation")]
    [InlineData("08 0a 00000001 00000002 00 ff", "Timestamps=1,2 EndOfOptions")]
    [InlineData("05 0a 00000001 00000009 0101", "SelectiveAcknowledgment=1-9 NoOperation NoOperation")]
    [InlineData("05 12 00000001 00000009 fffffff0 00000010", "SelectiveAcknowledgment=1-9=4294967280-16")]
    [InlineData("1e 04 0000", "30")]
    [InlineData("02", "MaximumSegmentSize!!")]
    [InlineData("02 00 05b4", "MaximumSegmentSize!!")]
    [InlineData("02 01 05b4", "MaximumSegmentSize!!")]
    [InlineData("02 05 05b4", "MaximumSegmentSize!!")]
    [InlineData("02 03 05 01", "MaximumSegmentSize! NoOperation")]
    [InlineData("05 09 00000001 000000", "SelectiveAcknowledgment!")]
    [InlineData("05 02", "SelectiveAcknowledgment!")]
    public void Reads_options_in_order(string bytes, string expected) => Assert.Equal(expected, Show(Bytes.Hex(bytes)));

    [Fact]
    public void Any_option_bytes_end()
    {
        for (var seed = 0; seed < 20_000; seed++)
        {
            Show(Bytes.Random(seed, seed % 41));
        }
    }

    [Fact]
    public void Refuses_what_no_header_can_hold()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new TcpHeader { Options = new byte[41] });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TcpHeader { ControlBits = (TcpControlBits)0x200 });
    }

    private static string Show(byte[] bytes)
    {
        var shown = new List<string>();
        foreach (var option in new TcpOptions(bytes))
        {
            var text = option.Kind + (option.HasBadLength ? "!!" : option.IsMalformed ? "!" : "");
            text += option.TryGetNumber(out var number) ? $"={number}" : "";
            text += option.TryGetTimestamps(out var value, out var echo) ? $"={value},{echo}" : "";
            for (var i = 0; i < option.RangeCount; i++)
            {
                text += $"={option.RangeAt(i).Start}-{option.RangeAt(i).End}";
            }

            shown.Add(text);
        }

        return string.Join(' ', shown);
    }
}
