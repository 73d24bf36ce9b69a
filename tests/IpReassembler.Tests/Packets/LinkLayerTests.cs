using IpReassembler.Packets;

namespace IpReassembler.Tests.Packets;

public class LinkLayerTests
{
    private const string Mac = "020000000001 020000000002";
    private const string V4 = "4500 0014 0001 0000 4011 0000 c0000201 c6336402";
    private const string V6 = "6000 0000 0000 3b40 20010db8000000000000000000000001 20010db8000000000000000000000002";

    /// <summary>Link type, the header in hex, the packet behind it, the VLANs that are to be found.</summary>
    public static TheoryData<LinkType, string, string, string> Carriers => new()
    {
        { LinkType.Ethernet, Mac + "0800", V4, "" },
        { LinkType.Ethernet, Mac + "86dd", V6, "" },
        { LinkType.Ethernet, Mac + "8100 0064 0800", V4, "100" },
        { LinkType.Ethernet, Mac + "8100 f064 86dd", V6, "100" },                                   // priority bits are not the identifier
        { LinkType.Ethernet, Mac + "88a8 0064 8100 0007 0800", V4, "100.7" },
        { LinkType.Ethernet, Mac + "9100 0001 9200 0002 88a8 0003 8100 0004 0800", V4, "1.2.3.4" },
        { LinkType.Ethernet, Mac + "8100 0001 8100 0002 8100 0003 8100 0004 8100 0005 0800", V4, "1.2.3.4…" },
        { LinkType.Ethernet, Mac + "8847 00010140", V4, "" },                                       // one label, bottom of stack
        { LinkType.Ethernet, Mac + "8848 00010040 00020040 00003140", V6, "" },
        { LinkType.Ethernet, Mac + "8100 0009 8847 00010140", V4, "9" },
        { LinkType.Ethernet, Mac + "8864 1100 0001 0016 0021", V4, "" },                            // PPPoE: 2 bytes of protocol and 20 of packet
        { LinkType.Ethernet, Mac + "8864 1100 0001 002a 0057", V6, "" },
        { LinkType.Ethernet, Mac + "8864 1100 0001 0015 21", V4, "" },                              // compressed protocol
        { LinkType.Ethernet, Mac + "8100 0002 8864 1100 0001 0016 0021", V4, "2" },
        { LinkType.Ethernet, Mac + "0017 060603", V4, "" },                                         // 802.3: 3 bytes of LLC and 20 of packet
        { LinkType.Ethernet, Mac + "0017 060703", V4, "" },                                         // a response: the low bit of the source
        { LinkType.Ethernet, Mac + "001c aaaa03 000000 0800", V4, "" },
        { LinkType.Ethernet, Mac + "0030 aaaa03 000000 86dd", V6, "" },
        { LinkType.Ethernet, Mac + "001c aaaa03 0000f8 0800", V4, "" },                             // 802.1H
        { LinkType.Ethernet, Mac + "0020 aaaa03 000000 8100 0005 0800", V4, "5" },                  // a tag behind SNAP
        { LinkType.Ethernet, Mac + "8100 0006 001c aaaa03 000000 0800", V4, "6" },                  // SNAP behind a tag
        { LinkType.LinuxSll, "0000 0001 0006 0200000000010000 0800", V4, "" },
        { LinkType.LinuxSll, "0000 0304 0006 0000000000000000 86dd", V6, "" },
        { LinkType.LinuxSll, "0000 0001 0006 0200000000010000 8100 0064 0800", V4, "100" },
        { LinkType.LinuxSll, "0000 0001 0006 0200000000010000 0004 aaaa03 000000 0800", V4, "" },
        { LinkType.LinuxSll2, "0800 0000 00000002 0001 00 06 0200000000010000", V4, "" },
        { LinkType.LinuxSll2, "86dd 0000 00000002 0001 00 06 0200000000010000", V6, "" },
        { LinkType.LinuxSll2, "8100 0000 00000002 0001 00 06 0200000000010000 0064 0800", V4, "100" },
        { LinkType.Raw, "", V4, "" },
        { LinkType.Raw, "", V6, "" },
        { LinkType.RawBsd, "", V4, "" },
        { LinkType.RawOpenBsd, "", V6, "" },
        { LinkType.Ipv4, "", V4, "" },
        { LinkType.Ipv6, "", V6, "" },
        { LinkType.Null, "02000000", V4, "" },
        { LinkType.Null, "00000002", V4, "" },
        { LinkType.Null, "18000000", V6, "" },
        { LinkType.Null, "1c000000", V6, "" },
        { LinkType.Null, "1e000000", V6, "" },
        { LinkType.Null, "0000001e", V6, "" },
        { LinkType.Null, "0a000000", V6, "" },
        { LinkType.Loop, "00000002", V4, "" },
        { LinkType.Loop, "00000018", V6, "" },
        { LinkType.Loop, "02000000", V4, "" },
        { LinkType.Ppp, "ff03 0021", V4, "" },
        { LinkType.Ppp, "0021", V4, "" },
        { LinkType.Ppp, "21", V4, "" },
        { LinkType.Ppp, "ff03 57", V6, "" },
        { LinkType.PppHdlc, "ff03 0057", V6, "" },
        { LinkType.PppHdlc, "0021", V4, "" },
        { LinkType.PppHdlc, "0f00 0800", V4, "" },                                                  // Cisco HDLC in the same link type
        { LinkType.PppOverEthernet, "1100 0001 0016 0021", V4, "" },
        { LinkType.CiscoHdlc, "0f00 0800", V4, "" },
        { LinkType.CiscoHdlc, "8f00 86dd", V6, "" },
    };

    [Theory]
    [MemberData(nameof(Carriers))]
    public void Finds_the_packet(LinkType link, string header, string packet, string vlans)
    {
        byte[] bytes = [.. Bytes.Hex(header), .. Bytes.Hex(packet)];
        var frame = Frame(bytes, link);
        Assert.True(LinkLayer.TryGetIp(frame, out var found, out var defect));
        Assert.Equal(PacketDefect.None, defect);
        Assert.Equal(Bytes.Hex(packet), found.Bytes);
        Assert.Equal(packet == V4 ? IpVersion.V4 : IpVersion.V6, found.Version);
        Assert.Equal(vlans, found.Vlans.ToString());
        Assert.Equal((3L, 41L, 5, 0), (found.Timestamp.Nanoseconds, found.FrameNumber, found.Interface, found.Depth));
        Assert.Equal(Bytes.Hex(header).Length, LinkLayer.HeaderLength(frame, found));
    }

    [Theory]
    [MemberData(nameof(Carriers))]
    public void Every_prefix_is_refused_or_keeps_what_is_there(LinkType link, string header, string packet, string vlans)
    {
        byte[] bytes = [.. Bytes.Hex(header), .. Bytes.Hex(packet)];
        var headerLength = bytes.Length - Bytes.Hex(packet).Length;
        for (var length = 0; length < bytes.Length; length++)
        {
            // The frame lies at an odd place in a larger buffer; what stands behind it must not be read.
            byte[] buffer = [0xee, .. bytes];
            var frame = Frame(buffer.AsSpan(1, length), link);
            var isFound = LinkLayer.TryGetIp(frame, out var found, out var defect);
            Assert.Equal(length > headerLength, isFound);
            Assert.Equal(isFound, defect == PacketDefect.None);
            Assert.Equal(isFound ? length - headerLength : 0, found.Bytes.Length);
            Assert.Equal(isFound ? vlans : "", found.Vlans.ToString());
        }
    }

    [Theory]
    [InlineData(LinkType.Ethernet, Mac + "0800", 26)]                           // Ethernet II cannot tell padding from the packet
    [InlineData(LinkType.Ethernet, Mac + "0017 060603", 20)]                    // the length field of 802.3 can
    [InlineData(LinkType.Ethernet, Mac + "001c aaaa03 000000 0800", 20)]
    [InlineData(LinkType.Ethernet, Mac + "8864 1100 0001 0016 0021", 20)]       // and so can that of PPPoE
    [InlineData(LinkType.PppOverEthernet, "1100 0001 0016 0021", 20)]
    public void Padding_goes_where_a_length_is_stated(LinkType link, string header, int expected)
    {
        byte[] bytes = [.. Bytes.Hex(header), .. Bytes.Hex(V4), 0, 0, 0, 0, 0, 0];
        Assert.True(LinkLayer.TryGetIp(Frame(bytes, link), out var found, out _));
        Assert.Equal(expected, found.Bytes.Length);
    }

    [Theory]
    [InlineData(LinkType.Ethernet, Mac + "0806 0001", PacketDefect.NotIp)]                      // ARP
    [InlineData(LinkType.Ethernet, Mac + "88cc 0001", PacketDefect.NotIp)]                      // LLDP
    [InlineData(LinkType.Ethernet, Mac + "8863 1109 0000 0000", PacketDefect.NotIp)]            // PPPoE discovery
    [InlineData(LinkType.Ethernet, Mac + "05dd 4500", PacketDefect.NotIp)]                      // neither a length nor an EtherType
    [InlineData(LinkType.Ethernet, Mac + "0026 424203 0000", PacketDefect.NotIp)]               // spanning tree
    [InlineData(LinkType.Ethernet, Mac + "0026 ffff 0026", PacketDefect.NotIp)]                 // Novell raw 802.3
    [InlineData(LinkType.Ethernet, Mac + "0026 aaaa03 00000c 2000", PacketDefect.NotIp)]        // CDP behind Cisco's own SNAP
    [InlineData(LinkType.Ethernet, Mac + "0000", PacketDefect.LinkHeaderCutShort)]              // 802.3 with nothing in it
    [InlineData(LinkType.Ethernet, Mac + "8847 00010140 00000000 0200", PacketDefect.NotIp)]    // a pseudowire's control word
    [InlineData(LinkType.Ethernet, Mac + "8847 00010140 10000000", PacketDefect.NotIp)]         // its associated channel
    [InlineData(LinkType.Ethernet, Mac + "8847 00010040", PacketDefect.LinkHeaderCutShort)]     // no bottom of stack
    [InlineData(LinkType.Ethernet, Mac + "8864 1100 0001 0008 c021 0101", PacketDefect.NotIp)]  // LCP
    [InlineData(LinkType.Ethernet, Mac + "8864 11a7 0001 0000", PacketDefect.NotIp)]            // PADT
    [InlineData(LinkType.Ethernet, Mac + "8864 2100 0001 0016 0021" + V4, PacketDefect.NotIp)]  // not version 1 of PPPoE
    [InlineData(LinkType.Ethernet, Mac + "0800" + V6, PacketDefect.VersionMismatch)]
    [InlineData(LinkType.Ethernet, Mac + "86dd" + V4, PacketDefect.VersionMismatch)]
    [InlineData(LinkType.Ethernet, Mac + "0800 05", PacketDefect.VersionMismatch)]
    [InlineData(LinkType.Ethernet, Mac + "0800", PacketDefect.TooShort)]
    [InlineData(LinkType.Ethernet, Mac + "8100 0064 86dd", PacketDefect.TooShort)]
    [InlineData(LinkType.Ipv4, V6, PacketDefect.VersionMismatch)]
    [InlineData(LinkType.Ipv6, V4, PacketDefect.VersionMismatch)]
    [InlineData(LinkType.Null, "1e000000" + V4, PacketDefect.VersionMismatch)]
    [InlineData(LinkType.Null, "07000000" + V4, PacketDefect.NotIp)]
    [InlineData(LinkType.Null, "02000200" + V4, PacketDefect.NotIp)]
    [InlineData(LinkType.Raw, "5000", PacketDefect.NotIp)]
    [InlineData(LinkType.Raw, "", PacketDefect.TooShort)]
    [InlineData(LinkType.LinuxSll, "0000 0001 0006 0200000000010000 0806", PacketDefect.NotIp)]
    [InlineData(LinkType.LinuxSll, "0000 0118 0006 0200000000010000 000c" + V4, PacketDefect.NotIp)]    // CAN
    [InlineData(LinkType.CiscoHdlc, "0f00 8035 0000", PacketDefect.NotIp)]                      // SLARP
    [InlineData(LinkType.CiscoHdlc, "4500 0014", PacketDefect.NotIp)]
    [InlineData(LinkType.Ppp, "ff03 c021 0101", PacketDefect.NotIp)]
    [InlineData((LinkType)105, V4, PacketDefect.UnknownLinkType)]
    [InlineData((LinkType)65_535, V4, PacketDefect.UnknownLinkType)]
    [InlineData((LinkType)(-1), "", PacketDefect.UnknownLinkType)]
    public void Says_why_there_is_no_packet(LinkType link, string bytes, PacketDefect expected)
    {
        Assert.False(LinkLayer.TryGetIp(Frame(Bytes.Hex(bytes), link), out var found, out var defect));
        Assert.Equal(expected, defect);
        Assert.True(found.Bytes.IsEmpty);
    }

    [Fact]
    public void Endless_tags_and_labels_end_with_the_frame()
    {
        foreach (var (etherType, tag) in new[] { ("8100", "0001 8100"), ("8847", "00010040"), ("05dc", "aaaa03 000000 05dc"), ("0000", "0000 0000") })
        {
            var bytes = Bytes.Hex(Mac + etherType + string.Concat(Enumerable.Repeat(tag, 60_000)));
            Assert.False(LinkLayer.TryGetIp(Frame(bytes, LinkType.Ethernet), out _, out var defect));
            Assert.Equal(PacketDefect.LinkHeaderCutShort, defect);
        }
    }

    [Fact]
    public void The_header_in_front_of_a_packet_from_elsewhere_has_no_length()
    {
        var frame = Frame(Bytes.Hex(Mac + "0800" + V4), LinkType.Ethernet);
        var stranger = new IpPacket { Bytes = Bytes.Hex(V4) };
        var isRefused = false;
        try
        {
            LinkLayer.HeaderLength(frame, stranger);
        }
        catch (ArgumentException)
        {
            isRefused = true;
        }

        Assert.True(isRefused);
    }

    private static CapturedFrame Frame(ReadOnlySpan<byte> bytes, LinkType link) =>
        new(bytes, link, new Timestamp(3)) { Number = 41, Interface = 5 };
}
