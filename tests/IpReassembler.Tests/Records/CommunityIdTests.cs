using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Records;

namespace IpReassembler.Tests.Records;

/// <summary>Community ID, version 1: the vectors its specification publishes, and what follows from them.</summary>
public class CommunityIdTests
{
    [Theory]
    [InlineData("128.232.110.120", 34855, "66.35.250.204", 80, 6, "1:LQU9qZlK+B5F3KDmev6m5PMibrg=")]
    [InlineData("192.168.1.52", 54585, "8.8.8.8", 53, 17, "1:d/FP5EW3wiY1vCndhwleRRKHowQ=")]
    [InlineData("192.168.170.8", 7, "192.168.170.56", 80, 132, "1:jQgCxbku+pNGw8WPbEc/TS/uTpQ=")]
    public void Both_directions_have_the_published_name(string source, int sourcePort, string destination, int destinationPort, byte protocol, string name)
    {
        var (from, to) = (IpAddress.Parse(source), IpAddress.Parse(destination));

        Assert.Equal(name, CommunityId.Of(from, to, protocol, sourcePort, destinationPort));
        Assert.Equal(name, CommunityId.Of(to, from, protocol, destinationPort, sourcePort));
    }

    [Theory]
    [InlineData(1, 8, 0)]
    [InlineData(1, 13, 14)]
    [InlineData(58, 128, 129)]
    [InlineData(58, 135, 136)]
    public void A_request_and_its_reply_have_one_name(byte protocol, byte request, byte reply)
    {
        var (from, to) = (IpAddress.Parse("192.168.0.89"), IpAddress.Parse("192.168.0.1"));

        Assert.Equal(CommunityId.OfIcmp(from, to, protocol, request, 0), CommunityId.OfIcmp(to, from, protocol, reply, 0));
        Assert.Equal(CommunityId.Of(from, to, protocol, request, reply), CommunityId.OfIcmp(from, to, protocol, request, 0));
    }

    [Fact]
    public void An_echo_has_the_published_name() =>
        Assert.Equal("1:X0snYXpgwiv9TZtqg64sgzUn6Dk=", CommunityId.OfIcmp(IpAddress.Parse("192.168.0.89"), IpAddress.Parse("192.168.0.1"), 1, 8, 0));

    [Fact]
    public void A_message_without_a_reply_has_one_direction()
    {
        var (from, to) = (IpAddress.Parse("192.168.0.89"), IpAddress.Parse("192.168.0.1"));

        Assert.NotEqual(CommunityId.OfIcmp(from, to, 1, 3, 3), CommunityId.OfIcmp(to, from, 1, 3, 3));
    }

    [Fact]
    public void Without_ports_a_flow_that_has_some_has_no_name()
    {
        var sctp = MixRecords.Number(160) with { Key = MixRecords.Number(160).Key with { Protocol = 132 } };
        Assert.Null(MixRecords.Number(160).CommunityId);
        Assert.Null(sctp.CommunityId);
        Assert.Equal(MixRecords.Number(1).CommunityId, MixRecords.Number(121).CommunityId);
        Assert.NotEqual(MixRecords.Number(1).CommunityId, MixRecords.Number(151).CommunityId);
    }

    [Fact]
    public void A_transport_behind_extension_headers_gives_the_name()
    {
        // Destination options in front of a UDP header, as RFC 8200 section 4.5 lets a sender cut them.
        byte[] payload = [17, 0, 1, 4, 0, 0, 0, 0, 0x0f, 0xa0, 0x13, 0x88, 0, 0, 0, 0];
        var piece = new Reassembly.Piece(0, payload, More: true) { Source = "2001:db8::1", Destination = "2001:db8::2", Protocol = 60 };
        Assert.Equal(CommunityId.Of(IpAddress.Parse("2001:db8::1"), IpAddress.Parse("2001:db8::2"), 17, 4000, 5000), NameOf(piece));
        // Nobody can say what it is while the first piece is missing.
        Assert.Null(NameOf(piece with { Offset = 16 }));

        static string? NameOf(Reassembly.Piece piece)
        {
            foreach (var outcome in new ReassemblyCache().Accept(piece.ToEthernet(), LinkType.Ethernet, default))
            {
                return CommunityId.Of(outcome.Datagram!);
            }

            return null;
        }
    }

    [Fact]
    public void A_protocol_without_ports_is_named_by_its_ends()
    {
        var record = MixRecords.Number(1);
        var esp = record with { SourcePort = null, DestinationPort = null, Protocol = 50, Transport = null };
        var back = esp with { Key = esp.Key with { Source = esp.Key.Destination, Destination = esp.Key.Source } };

        Assert.NotNull(esp.CommunityId);
        Assert.Equal(esp.CommunityId, back.CommunityId);
    }
}
