using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Tests.Reassembly;

/// <summary>Fragments inside tunnels, and tunnels inside what was rebuilt.</summary>
public class TunnelOpenerTests
{
    private const byte IpInIp = 4;
    private const byte Gre = 47;

    private static readonly byte[] GreHeader = [0, 0, 8, 0];

    [Fact]
    public void Fragments_inside_a_tunnel_are_put_together()
    {
        Assert.Equal(
            ["1.1 depth 1 ABCD"],
            Delivered([Wrap(Cut(0, "AAAAAAAA", true)), Wrap(Cut(8, "BBBBBBBB", true)), Wrap(Cut(16, "CCCCCCCC", true)), Wrap(Cut(24, "DDDDDDDD", false))]));
    }

    [Fact]
    public void A_rebuilt_datagram_may_carry_a_piece_with_the_very_same_key()
    {
        // Outside and inside: the same addresses, protocol and identification. Only the depth tells them apart.
        var frames = new List<byte[]>();
        foreach (var inner in new[] { Cut(0, "AAAAAAAA", true, Gre), Cut(8, "BBBBBBBB", false, Gre) })
        {
            byte[] carried = [.. GreHeader, .. inner.ToPacket(), 0, 0, 0, 0];
            frames.Add(Outer(0, carried[..16], true).ToPacket());
            frames.Add(Outer(16, carried[16..], false).ToPacket());
        }

        Assert.Equal(["1 depth 0 A", "3 depth 0 B", "2.1 depth 1 AB"], Delivered(frames));

        static Piece Outer(int offset, byte[] payload, bool more) => new(offset, payload, more) { Protocol = Gre };
    }

    [Theory]
    [InlineData("198.51.100.1", "198.51.100.2")]
    [InlineData("2001:db8::1", "2001:db8::2")]
    public void Each_family_goes_inside_the_other(string source, string destination)
    {
        // Inside out: two pieces of IPv6 in IPv4 or the other way round, each in two pieces itself.
        var isIpv6 = source.Contains(':', StringComparison.Ordinal);
        var inner = new[] { Piece.Of(0, 16, 'A', more: true), Piece.Of(16, 8, 'B', more: false) }
            .Select(piece => piece with { Source = source, Destination = destination });
        var frames = new List<byte[]>();
        var id = 7;
        foreach (var packet in inner.Select(piece => piece.ToPacket()))
        {
            var carrier = new Piece(0, packet[..24], true) { Protocol = (byte)(isIpv6 ? 41 : 4), Id = id };
            carrier = isIpv6 ? carrier : carrier with { Source = "2001:db8::8", Destination = "2001:db8::9" };
            frames.Add((carrier with { Offset = 24, Payload = packet[24..], More = false }).ToPacket());
            frames.Add(carrier.ToPacket());
            id++;
        }

        Assert.Equal("2.1 depth 1 AB", Delivered(frames)[^1]);
    }

    [Fact]
    public void Packet_counts_are_those_of_the_outermost_layer()
    {
        var (cache, tunnels) = (new ReassemblyCache(), new TunnelOpener());
        foreach (var frame in new[] { Wrap(Cut(0, "AAAAAAAA", true)), Wrap(Cut(8, "BBBBBBBB", false)) })
        {
            Feed(cache, tunnels, frame, 1);
        }

        Assert.Equal((2, 0, 2, 1), (cache.Counters.Ipv4Packets, cache.Counters.Ipv4Fragments, cache.Counters.Fragments, cache.Counters.Delivered));
    }

    [Fact]
    public void Tunnels_stay_closed_for_those_who_say_so()
    {
        var options = new ReassemblyOptions { OpensTunnels = false };
        var (cache, tunnels) = (new ReassemblyCache(options), new TunnelOpener(options));
        Assert.Equal(1, Feed(cache, tunnels, Wrap(Cut(0, "AAAAAAAA", true)), 1));
        Assert.Equal(0, cache.Counters.Fragments);
    }

    [Fact]
    public void Two_tunnels_are_told_apart_where_that_is_asked_for()
    {
        byte[][] frames = [Wrap(Cut(0, "AAAAAAAA", true), key: 1), Wrap(Cut(8, "BBBBBBBB", false), key: 2), Wrap(Cut(8, "CCCCCCCC", false), key: 1)];
        Assert.Equal("1.1 depth 1 AB", Delivered(frames)[0]);
        Assert.Equal(["1.1 depth 1 AC"], Delivered(frames, new ReassemblyOptions { Key = KeyFields.Vlans | KeyFields.Tunnel }));
    }

    [Fact]
    public void Tunnels_beyond_the_bound_are_forgotten_and_numbered_anew()
    {
        var numbers = new TunnelNumbers(mostTunnels: 8);
        var first = numbers.Of(Name(0));
        for (uint i = 1; i < 4; i++)
        {
            Assert.Equal(i + 1, numbers.Of(Name(i)));
        }

        Assert.Equal(first, numbers.Of(Name(0)));
        for (uint i = 4; i < 12; i++)
        {
            numbers.Of(Name(i));
        }

        Assert.Equal(13u, numbers.Of(Name(0)));

        static TunnelName Name(uint key) => new(TunnelKind.Gre, IpAddress.V4(1), IpAddress.V4(2), key, 0);
    }

    [Fact]
    public void A_frame_of_nothing_but_headers_ends_at_the_bound()
    {
        var bytes = Cut(0, "AAAAAAAA", true).ToPacket();
        while (bytes.Length + 20 <= 65_535)
        {
            bytes = new Piece(0, bytes, false) { Protocol = IpInIp }.ToPacket();
        }

        var cache = new ReassemblyCache();
        Assert.Equal(Tunnel.MaxDepth + 1, Feed(cache, new TunnelOpener(), bytes, 1));
        Assert.Equal(0, cache.Counters.Fragments);
    }

    [Fact]
    public void Datagrams_that_rebuild_to_pieces_of_datagrams_end_at_the_bound()
    {
        // Each packet is cut in two, and each half is carried by a packet that is cut in two, and so on: the last of 2^12 frames closes all of them.
        var packets = new List<byte[]> { new Piece(0, Piece.Fill(16, 'A'), false) { Id = 1 }.ToPacket() };
        for (var level = 0; level < 12; level++)
        {
            packets = [.. packets.SelectMany((packet, i) => Halves(packet, 100 + i))];
        }

        var (cache, tunnels) = (new ReassemblyCache(), new TunnelOpener());
        var deepest = packets.Select((packet, i) => Feed(cache, tunnels, packet, i + 1)).Max();
        Assert.Equal(13, deepest);
        Assert.Equal((1 << 12) - 1, cache.Counters.Delivered);
        Assert.True(cache.Counters.Balances);

        static IEnumerable<byte[]> Halves(byte[] packet, int id)
        {
            var middle = packet.Length / 2 & ~7;
            yield return new Piece(0, packet[..middle], true) { Protocol = IpInIp, Id = id }.ToPacket();
            yield return new Piece(middle, packet[middle..], false) { Protocol = IpInIp, Id = id }.ToPacket();
        }
    }

    [Fact]
    public void What_was_rebuilt_is_not_written_over_while_it_is_looked_into()
    {
        // The inner piece completes a datagram as large as the outer one: the cache takes blocks of that size back and hands them out again.
        var payload = new byte[40_000];
        new Random(4).NextBytes(payload);
        var first = new Piece(0, payload[..20_000], true);
        var second = new Piece(20_000, payload[20_000..], false);
        var frames = new List<byte[]>();
        foreach (var (packet, id) in new[] { (first.ToPacket(), 8), (second.ToPacket(), 9) })
        {
            frames.Add(new Piece(0, packet[..16_000], true) { Protocol = IpInIp, Id = id }.ToPacket());
            frames.Add(new Piece(16_000, packet[16_000..], false) { Protocol = IpInIp, Id = id }.ToPacket());
        }

        var (cache, tunnels, found) = (new ReassemblyCache(), new TunnelOpener(), new List<byte[]>());
        for (var i = 0; i < frames.Count; i++)
        {
            Feed(cache, tunnels, frames[i], i + 1, outcome => found.Add(outcome));
        }

        Assert.Equal(payload, found[^1]);
    }

    private static Piece Cut(int offset, string payload, bool more, byte protocol = 253) =>
        new(offset, System.Text.Encoding.ASCII.GetBytes(payload), more) { Protocol = protocol };

    private static byte[] Wrap(Piece inner, int? key = null) =>
        new Piece(0, key is { } number ? [0x20, 0, 8, 0, 0, 0, 0, (byte)number, .. inner.ToPacket()] : [.. GreHeader, .. inner.ToPacket()], false) { Protocol = Gre }.ToPacket();

    private static List<string> Delivered(IEnumerable<byte[]> packets, ReassemblyOptions? options = null)
    {
        var (cache, tunnels, lines, number) = (new ReassemblyCache(options), new TunnelOpener(options), new List<string>(), 0);
        foreach (var bytes in packets)
        {
            var packet = PacketOf(bytes, ++number);
            var outcomes = cache.Accept(packet);
            do
            {
                foreach (var outcome in outcomes)
                {
                    if (outcome is { Kind: OutcomeKind.Fragment, Fate: FragmentFate.Completes, Datagram: { } datagram })
                    {
                        // Of runs of capital letters the first of each.
                        var letters = new string([.. System.Text.Encoding.ASCII.GetString(outcome.Payload).Chunk(8).Where(unit => char.IsAsciiLetterUpper(unit[0]) && unit.Distinct().Count() == 1).Select(unit => unit[0]).Distinct()]);
                        var depth = datagram.Key.Depth;
                        lines.Add($"{datagram.Number}{(depth > 0 ? "." + depth : "")} depth {depth} {letters}");
                    }
                }
            }
            while (tunnels.TryGoOn(cache, ref packet, ref outcomes));
            Assert.True(cache.Counters.Balances);
        }

        return lines;
    }

    // How many packets the frame held.
    private static int Feed(ReassemblyCache cache, TunnelOpener tunnels, byte[] bytes, int number, Action<byte[]>? delivered = null)
    {
        var packet = PacketOf(bytes, number);
        var outcomes = cache.Accept(packet);
        var count = 0;
        do
        {
            count++;
            foreach (var outcome in outcomes)
            {
                if (outcome.Fate == FragmentFate.Completes && outcome.Kind == OutcomeKind.Fragment)
                {
                    delivered?.Invoke(outcome.Payload.ToArray());
                }
            }
        }
        while (tunnels.TryGoOn(cache, ref packet, ref outcomes));
        return count;
    }

    private static IpPacket PacketOf(byte[] bytes, int number) => new() { Bytes = bytes, Version = (IpVersion)(bytes[0] >> 4), FrameNumber = number };
}
