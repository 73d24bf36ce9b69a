using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Records;
using IpReassembler.Tests.Reassembly;

namespace IpReassembler.Tests.Records;

/// <summary>Each datagram here is of UDP, from port 4000 to 5000, in pieces of eight bytes; the first piece is its UDP header.</summary>
public class FragmentOrderTests
{
    private static readonly string Flow = CommunityId.Of(IpAddress.Parse("192.0.2.1"), IpAddress.Parse("192.0.2.2"), 17, 4000, 5000);

    [Fact]
    public void A_fragment_with_its_ports_goes_at_once() => Assert.Equal(["1@0 4000>5000"], Take(new FragmentOrder(), Udp(0)));

    [Fact]
    public void What_came_before_the_ports_waits_for_them_and_keeps_its_order() => Assert.Equal(
        ["1@16 4000>5000", "1@8 4000>5000", "1@0 4000>5000", "1@24 4000>5000"],
        Take(new FragmentOrder(), Udp(16), Udp(8), Udp(0), Udp(24)));

    [Fact]
    public void A_datagram_that_waits_holds_up_no_other() => Assert.Equal(
        ["2@0 4000>5000", "2@8 4000>5000", "1@8 4000>5000", "1@0 4000>5000"],
        Take(new FragmentOrder(), Udp(8), Udp(0, id: 2), Udp(8, id: 2), Udp(0)));

    [Fact]
    public void Ports_that_never_come_are_waited_for_until_the_record_ends()
    {
        var order = new FragmentOrder();
        var cache = new ReassemblyCache();
        Assert.Empty(Shown(order, cache.Accept(Udp(8).ToEthernet(), LinkType.Ethernet, default)));
        Assert.Empty(Shown(order, cache.Accept(Udp(16).ToEthernet(), LinkType.Ethernet, default)));
        Assert.Equal(["1@8 ?>?", "1@16 ?>?"], Shown(order, cache.Finish()));
    }

    [Theory]
    [InlineData(6)]
    [InlineData(132)]
    public void Each_protocol_with_ports_has_them_in_its_first_bytes(byte protocol) =>
        Assert.Equal(["1@8 4000>5000", "1@0 4000>5000"], Take(new FragmentOrder(), Udp(8) with { Protocol = protocol }, Udp(0) with { Protocol = protocol }));

    [Fact]
    public void A_protocol_without_ports_waits_for_nothing() => Assert.Equal(["1@8 ?>?"], Take(new FragmentOrder(), Udp(8) with { Protocol = 50 }));

    [Fact]
    public void At_the_bound_the_oldest_datagram_goes_without_ports() => Assert.Equal(
        ["1@8 ?>?", "1@16 ?>?", "3@8 4000>5000", "3@0 4000>5000", "1@0 4000>5000"],
        Take(new FragmentOrder(maxHeld: 2), Udp(8), Udp(16), Udp(8, id: 2), Udp(0, id: 2), Udp(0)));

    [Fact]
    public void Every_fragment_of_a_datagram_with_ports_names_its_flow()
    {
        var cache = new ReassemblyCache();
        var order = new FragmentOrder();
        cache.Accept(Udp(8).ToEthernet(), LinkType.Ethernet, default);
        foreach (var outcome in cache.Accept(Udp(0).ToEthernet(), LinkType.Ethernet, default))
        {
            Assert.All(order.Take(outcome), record => Assert.Equal((Flow, 0), (record.CommunityId, record.Depth)));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(FragmentOrder.MaxHeld)]
    public void Nothing_is_lost_or_told_twice(int maxHeld)
    {
        var random = new Random(4791);
        var order = new FragmentOrder(maxHeld);
        var cache = new ReassemblyCache(new ReassemblyOptions { MaxDatagrams = 4 });
        var told = new List<string>();
        for (var i = 0; i < 2000; i++)
        {
            var piece = Udp(8 * random.Next(4), id: random.Next(8)) with { Protocol = random.Next(10) == 0 ? (byte)50 : (byte)17, Seconds = i * 0.01 };
            told.AddRange(Frames(order, cache.Accept(piece.ToEthernet(), LinkType.Ethernet, piece.At)));
        }

        told.AddRange(Frames(order, cache.Finish()));
        Assert.Equal(Enumerable.Range(1, 2000), told.Select(int.Parse).Order());
    }

    private static Piece Udp(int offset, int id = 1)
    {
        var piece = Piece.Of(offset, 8, 'a', more: true) with { Id = id, Protocol = 17 };
        return offset > 0 ? piece : piece with { Payload = [4000 >> 8, 4000 & 0xff, 5000 >> 8, 5000 & 0xff, 0, 40, 0, 0] };
    }

    private static List<string> Take(FragmentOrder order, params Piece[] pieces)
    {
        var cache = new ReassemblyCache();
        return [.. pieces.SelectMany(piece => Shown(order, cache.Accept(piece.ToEthernet(), LinkType.Ethernet, piece.At)))];
    }

    private static List<string> Shown(FragmentOrder order, OutcomeSequence outcomes) => Each(
        order, outcomes, record => $"{record.Name}@{record.Fragment.Range.Start} {record.SourcePort?.ToString() ?? "?"}>{record.DestinationPort?.ToString() ?? "?"}");

    private static List<string> Frames(FragmentOrder order, OutcomeSequence outcomes) => Each(order, outcomes, record => $"{record.Fragment.Frame}");

    private static List<string> Each(FragmentOrder order, OutcomeSequence outcomes, Func<FragmentRecord, string> show)
    {
        var shown = new List<string>();
        foreach (var outcome in outcomes)
        {
            shown.AddRange(order.Take(outcome).Select(show));
        }

        return shown;
    }
}
