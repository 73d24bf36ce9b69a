using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Tests.Reassembly;

/// <summary>Where IPv6 reassembles otherwise than IPv4: names, headers, what is refused.</summary>
public class Ipv6Tests
{
    private const byte Udp = 17;
    private const byte DestinationOptions = 60;

    private static readonly Piece First = Piece.Of(0, 16, 'A', more: true) with { Source = "2001:db8::1", Destination = "2001:db8::2" };
    private static readonly Piece Last = First with { Offset = 16, Payload = Piece.Fill(8, 'B'), More = false };

    [Fact]
    public void A_datagram_is_named_without_its_protocol_and_takes_that_of_the_first_fragment()
    {
        // RFC 8200 section 4.5: the Next Header of later fragments may differ, and only that of the first is used.
        var story = new Story().Send(Last with { Protocol = 6 }, First with { Protocol = 253 });
        Assert.Equal(["AAAAAAAAAAAAAAAABBBBBBBB"], story.DeliveredText);
        Assert.Equal(253, story.Packets[0][6]);

        // The same in IPv4 are pieces of two.
        Assert.Empty(new Story().Send(Ipv4(Last) with { Protocol = 6 }, Ipv4(First)).Delivered);
    }

    [Fact]
    public void The_record_tells_the_protocol_of_the_first_fragment()
    {
        var cache = new ReassemblyCache();
        cache.Accept((Last with { Protocol = 6 }).ToEthernet(), LinkType.Ethernet, default);
        var protocols = new List<int>();
        foreach (var outcome in cache.Accept((First with { Protocol = 253 }).ToEthernet(), LinkType.Ethernet, default))
        {
            protocols.Add(outcome.Datagram!.Protocol);
            Assert.Equal(0, outcome.Datagram.Key.Protocol);
        }

        Assert.Equal([253, 253], protocols);
    }

    [Fact]
    public void All_32_bits_of_an_identification_count()
    {
        var story = new Story().Send(First with { Id = 1 }, Last with { Id = 0x1_0001 });
        Assert.Empty(story.Delivered);
        Assert.Equal(2, story.Cache.Counters.OpenDatagrams);
    }

    [Fact]
    public void The_rebuilt_packet_has_no_fragment_header()
    {
        var packet = new Story().Send(First with { TypeOfService = 0x2a, TimeToLive = 9 }, Last with { TypeOfService = 0x03, TimeToLive = 8 }).Packets.Single();
        Assert.True(Ipv6Packet.TryParse(packet, out var ip, out _));
        Assert.Equal((64, 24, 253, 9), (ip.TotalLength, ip.PayloadLength, ip.Protocol, ip.HopLimit));
        Assert.Equal((false, false), (ip.IsFragment, ip.IsAtomicFragment));
        Assert.Equal((0x2b, "2001:db8::1", "2001:db8::2"), (ip.TrafficClass, ip.Source.ToString(), ip.Destination.ToString()));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]            // the last that fits into the room that is always there
    [InlineData(24)]
    [InlineData(960)]
    public void The_rebuilt_packet_has_the_extension_headers_of_the_first_fragment(int length)
    {
        var (first, last) = (Options(44, length, 1), Options(44, 8, 2));
        var story = new Story(new ReassemblyOptions { Compare = [OverlapPolicy.First] }).Send(Last with { Extensions = last }, First with { Extensions = first });
        var packet = story.Packets.Single();
        Assert.Equal("AAAAAAAAAAAAAAAABBBBBBBB", story.DeliveredText.Single());
        Assert.Equal(Options(253, length, 1), packet[40..^24]);
        Assert.Equal((60, 24 + length), (packet[6], packet[5] | (packet[4] << 8)));
        Assert.Equal(["#1 Complete Unchecked"], story.Ended);
    }

    [Fact]
    public void Each_policy_rebuilds_behind_long_headers()
    {
        foreach (var policy in OverlapPolicy.All)
        {
            var story = new Story(new ReassemblyOptions { Policy = policy, Compare = OverlapPolicy.All })
                .Send(First with { Extensions = Options(44, 400, 1) }, First with { Offset = 24, Payload = Piece.Fill(8, 'C'), More = false }, First with { Offset = 16, Payload = Piece.Fill(8, 'B') });
            Assert.Equal("AAAAAAAAAAAAAAAABBBBBBBBCCCCCCCC", story.DeliveredText.Single());
            Assert.Equal(440 + 32, story.Packets[0].Length);

            // And where they are asked one by one.
            var overlapping = new Story(new ReassemblyOptions { Policy = policy, Compare = OverlapPolicy.All })
                .Send(First with { Extensions = Options(44, 400, 1) }, First, Last with { Extensions = Options(44, 400, 2) }).Finish();
            Assert.Equal(policy == OverlapPolicy.Last || policy == OverlapPolicy.BsdRight || policy == OverlapPolicy.LinuxClassic ? 64 : 464, overlapping.Packets.Single().Length);
        }
    }

    [Fact]
    public void Extension_headers_count_against_the_longest_payload()
    {
        // 65,528 + 7 bytes are the most there may be; eight bytes of options in front of them are too much.
        var long1 = First with { Payload = new byte[65_000] };
        var long2 = First with { Offset = 65_000, Payload = new byte[535], More = false };
        Assert.Equal(65_535, new Story().Send(long1, long2).Delivered.Single().Length);
        Assert.Empty(new Story().Send(long1 with { Extensions = Options(44, 8, 1) }, long2).Delivered);
        Assert.Empty(new Story(new ReassemblyOptions { Policy = OverlapPolicy.Rfc5722 }).Send(long1 with { Extensions = Options(44, 8, 1) }, long2).Delivered);
    }

    [Fact]
    public void A_first_fragment_without_its_transport_is_refused_alone()
    {
        // RFC 7112: eight bytes of options, and then nothing.
        var hiding = First with { Protocol = DestinationOptions, Payload = [Udp, 0, 1, 4, 0, 0, 0, 0] };
        var rest = Last with { Protocol = DestinationOptions, Offset = 8, Payload = new byte[16] };
        foreach (var policy in new[] { OverlapPolicy.Linux, OverlapPolicy.Rfc5722 })
        {
            var story = new Story(new ReassemblyOptions { Policy = policy }).Send(rest, hiding);
            Assert.Equal([FragmentFate.Stored, FragmentFate.Rejected], story.Fates);
            Assert.Equal(Anomaly.TinyFragment, story.Anomalies[1]);
            Assert.Equal(1, story.Cache.Counters.Pending);
        }

        // The others ask for it.
        Assert.Single(new Story(new ReassemblyOptions { Policy = OverlapPolicy.First }).Send(rest, hiding).Delivered);
    }

    [Theory]
    [InlineData(44, 8)]
    [InlineData(DestinationOptions, 16)]
    public void Linux_throws_away_what_has_another_Fragment_header(byte protocol, int headers)
    {
        // One of an only piece (RFC 6946), with a UDP datagram behind it whose checksum is right.
        var udp = new byte[24];
        new UdpHeader(4000, 5000).WriteTo(udp, IpAddress.Parse(First.Source), IpAddress.Parse(First.Destination), udp.AsSpan(UdpHeader.Length));
        byte[] payload = [.. headers > 8 ? Options(44, 8, 1) : [], Udp, 0, 0, 0, 0, 0, 0, 7, .. udp];
        Piece[] pieces = [First with { Protocol = protocol, Payload = payload[..(headers + 8)] }, Last with { Offset = headers + 8, Protocol = protocol, Payload = payload[(headers + 8)..] }];
        foreach (var inOrder in new[] { true, false })
        {
            var story = new Story().Send(inOrder ? pieces : pieces.Reverse()).Finish();
            Assert.Equal([FragmentFate.Stored, FragmentFate.Kills], story.Fates);
            Assert.Equal(inOrder ? [Anomaly.SecondFragmentHeader, Anomaly.None] : [Anomaly.None, Anomaly.SecondFragmentHeader], story.Anomalies);

            // Others go on to it, as RFC 8200 section 4.1 would have it. The evidence is the same: nobody looks behind it.
            var other = new Story(new ReassemblyOptions { Policy = OverlapPolicy.First }).Send(inOrder ? pieces : pieces.Reverse()).Finish();
            Assert.Equal(payload, other.Delivered.Single());
            Assert.Equal(["#1 Killed Unchecked", "#1 Complete Unchecked"], story.Ended.Concat(other.Ended));
        }
    }

    [Fact]
    public void A_first_fragment_that_ends_with_another_Fragment_header_hides_the_transport_from_Linux()
    {
        var hiding = First with { Protocol = 44, Payload = [Udp, 0, 0, 0, 0, 0, 0, 7] };
        Assert.Equal([FragmentFate.Stored, FragmentFate.Rejected], new Story().Send(Last with { Offset = 8 }, hiding).Fates);
    }

    [Fact]
    public void Atomic_fragments_are_counted_apart_and_leave_alone_what_waits()
    {
        var story = new Story().Send(First, First with { More = false, Payload = Piece.Fill(24, 'W') }, Last);
        Assert.Equal([FragmentFate.Stored, FragmentFate.Completes], story.Fates);
        Assert.Equal((3, 2, 2, 1), (story.Cache.Counters.Ipv6Packets, story.Cache.Counters.Ipv6Fragments, story.Cache.Counters.Fragments, story.Cache.Counters.AtomicFragments));
    }

    [Fact]
    public void Both_families_wait_side_by_side()
    {
        var story = new Story().Send(First, Ipv4(First), Ipv4(Last) with { Seconds = 29 }, Last with { Seconds = 59 });
        Assert.Equal(2, story.Delivered.Count);
        story.Send(First with { Id = 2 }, Ipv4(First) with { Id = 2, Seconds = 1 });
        Assert.Equal(["Timeout #6"], story.Wait(31).Events);
        Assert.Equal(["Timeout #6", "Timeout #5"], story.Wait(60).Events);
    }

    [Theory]
    [InlineData(0, 0x1234)]         // eight bytes of options stand in front of the ports
    [InlineData(1, 0x1234)]
    public void Ports_and_checksum_are_found_behind_extension_headers(int corrupt, int sourcePort)
    {
        byte[] options = [Udp, 0, 1, 4, 0, 0, 0, 0];
        byte[] udp = [0x12, 0x34, 0x56, 0x78, 0, 16, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8];
        var sum = Piece.Checksum([.. RandomTraffic.Addresses("2001:db8::2"), 0, Udp, 0, 16, .. udp]);
        (udp[6], udp[7]) = ((byte)(sum >> 8), (byte)(sum + corrupt));

        var cache = new ReassemblyCache();
        cache.Accept((First with { Protocol = DestinationOptions, Payload = [.. options, .. udp[..8]] }).ToEthernet(), LinkType.Ethernet, default);
        var seen = new List<(Verdict, int?, int?)>();
        foreach (var outcome in cache.Accept((Last with { Payload = udp[8..] }).ToEthernet(), LinkType.Ethernet, default))
        {
            if (outcome.Kind == OutcomeKind.Ended)
            {
                seen.Add((outcome.Datagram!.Verdict, outcome.Datagram.SourcePort, outcome.Datagram.DestinationPort));
            }
        }

        Assert.Equal([(corrupt == 0 ? Verdict.Sound : Verdict.Corrupt, sourcePort, 0x5678)], seen);
    }

    [Fact]
    public void What_is_a_piece_again_once_it_is_whole_has_no_checksum_to_verify()
    {
        // A Fragment header behind the one that was taken out, and 16 bytes of an ICMPv6 message that is longer.
        byte[] piece = [58, 0, 0, 1, 0, 0, 0, 9];
        var story = new Story(new ReassemblyOptions { Policy = OverlapPolicy.First }).Send(First with { Protocol = 44, Payload = [.. piece, .. new byte[8]] }, Last with { Payload = [128, 0, 0, 0, 0, 0, 0, 0] });
        Assert.Equal(["#1 Complete Unchecked"], story.Ended);
    }

    [Fact]
    public void The_checksum_covers_the_last_stop_of_a_routing_header()
    {
        byte[] udp = [0x12, 0x34, 0x56, 0x78, 0, 24, 0, 0, .. new byte[16]];
        var sum = Piece.Checksum([.. RandomTraffic.Addresses("2001:db8::9"), 0, Udp, 0, 24, .. udp]);
        (udp[6], udp[7]) = ((byte)(sum >> 8), (byte)sum);
        byte[] routing = [43, 0, 1, 4, 0, 0, 0, 0, 44, 2, 0, 1, 0, 0, 0, 0, .. System.Net.IPAddress.Parse("2001:db8::9").GetAddressBytes()];

        var story = new Story().Send(
            First with { Protocol = Udp, Payload = udp[..16], Extensions = routing },
            Last with { Protocol = Udp, Payload = udp[16..], Extensions = routing });
        Assert.Equal(["#1 Complete Sound"], story.Ended);
    }

    [Fact]
    public void What_did_not_all_come_can_be_padded()
    {
        var cache = new ReassemblyCache();
        cache.Accept((Last with { Protocol = 253 }).ToEthernet(), LinkType.Ethernet, default);
        var packets = new List<string>();
        Pad(cache.Expire(default));
        cache.Accept((First with { Id = 2, Extensions = Options(44, 24, 1) }).ToEthernet(), LinkType.Ethernet, default);
        Pad(cache.Finish());

        Assert.Equal("60000000 0018 FD 40 20010DB8000000000000000000000001 20010DB8000000000000000000000002".Replace(" ", "") + new string('0', 32) + "4242424242424242", packets[0]);
        Assert.Equal(40 + 24 + 16, packets[1].Length / 2);
        Assert.Equal("0028 3C", $"{packets[1][8..12]} {packets[1][12..14]}");
        Assert.EndsWith(string.Concat(Enumerable.Repeat("41", 16)), packets[1]);

        void Pad(OutcomeSequence outcomes)
        {
            foreach (var outcome in outcomes)
            {
                var packet = new byte[outcome.Datagram!.PaddedLength];
                outcome.Datagram.WritePadded(packet);
                packets.Add(Convert.ToHexString(packet));
            }
        }
    }

    // Options of so many bytes, filled with one that nobody knows.
    private static byte[] Options(byte next, int length, byte mark) => [next, (byte)((length / 8) - 1), .. Enumerable.Repeat(new byte[] { 0x1e, 2, mark, 0 }, (length - 4) / 4).SelectMany(one => one), 1, 0];

    private static Piece Ipv4(Piece piece) => piece with { Source = "192.0.2.1", Destination = "192.0.2.2" };
}
