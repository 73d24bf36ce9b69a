using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Tests.Reassembly;

/// <summary>What tells datagrams apart, as it was asked for.</summary>
public class DatagramKeyTests
{
    private static readonly Piece Head = Piece.Of(0, 16, 'A', more: true);
    private static readonly Piece Tail = Piece.Of(16, 8, 'B', more: false);

    [Theory]
    [InlineData(KeyFields.Vlans, false)]
    [InlineData(KeyFields.None, true)]
    [InlineData(KeyFields.Interface | KeyFields.Tunnel, true)]
    public void Vlans_tell_apart_when_they_are_in_the_key(KeyFields key, bool isOne)
    {
        var story = new Story(new ReassemblyOptions { Key = key }).Send(Head with { Vlans = [1] }, Tail with { Vlans = [2] });
        Assert.Equal(isOne, story.Delivered.Count == 1);
    }

    [Theory]
    [InlineData(KeyFields.None, true)]
    [InlineData(KeyFields.Vlans, true)]
    [InlineData(KeyFields.Tunnel, true)]
    [InlineData(KeyFields.Interface, false)]
    [InlineData(KeyFields.Vlans | KeyFields.Interface | KeyFields.Tunnel, false)]
    public void Interfaces_tell_apart_when_they_are_in_the_key(KeyFields key, bool isOne) =>
        Assert.Equal(isOne, IsOne(key, depth: 0, (Interface: 0, Tunnel: 0), (Interface: 1, Tunnel: 0)));

    [Theory]
    [InlineData(KeyFields.None, true)]
    [InlineData(KeyFields.Vlans | KeyFields.Interface, true)]
    [InlineData(KeyFields.Tunnel, false)]
    public void Tunnels_tell_apart_when_they_are_in_the_key(KeyFields key, bool isOne) =>
        Assert.Equal(isOne, IsOne(key, depth: 1, (Interface: 0, Tunnel: 7), (Interface: 0, Tunnel: 8)));

    [Fact]
    public void The_key_has_what_was_asked_for_and_no_more()
    {
        Assert.Equal((0, 0u, 0), Seen(KeyFields.None));
        Assert.Equal((3, 0u, 0), Seen(KeyFields.Interface));
        Assert.Equal((0, 4u, 0), Seen(KeyFields.Tunnel));
        Assert.Equal((3, 4u, 1), Seen(KeyFields.Interface | KeyFields.Tunnel | KeyFields.Vlans));

        static (int, uint, int) Seen(KeyFields fields)
        {
            var cache = new ReassemblyCache(new ReassemblyOptions { Key = fields });
            var key = default(DatagramKey);
            foreach (var outcome in cache.Accept(new IpPacket { Bytes = Head.ToPacket(), Version = IpVersion.V4, Interface = 3, Tunnel = 4, Vlans = VlanTags.None.With(9) }))
            {
                key = outcome.Datagram!.Key;
            }

            return (key.Interface, key.Tunnel, key.Vlans.Count);
        }
    }

    [Fact]
    public void Each_part_makes_another_key_and_another_hash()
    {
        var key = new DatagramKey(IpAddress.V4(1), IpAddress.V4(2), 3, 4, VlanTags.None, 5);
        DatagramKey[] keys =
        [
            key, key with { Source = IpAddress.V4(9) }, key with { Destination = IpAddress.V4(9) }, key with { Identification = 9 }, key with { Protocol = 9 },
            key with { Depth = 9 }, key with { Vlans = VlanTags.None.With(9) }, key with { Interface = 9 }, key with { Tunnel = 9 }, key with { Interface = -1, Tunnel = uint.MaxValue },
        ];
        var hash = new KeyedHash();
        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.Equal(keys.Length, keys.Select(one => one.Hash(hash)).Distinct().Count());
        Assert.Equal((-1, uint.MaxValue), (keys[^1].Interface, keys[^1].Tunnel));
        Assert.Equal(key, keys[^1] with { Interface = 0, Tunnel = 0 });
    }

    private static bool IsOne(KeyFields key, int depth, params (int Interface, uint Tunnel)[] origins)
    {
        var cache = new ReassemblyCache(new ReassemblyOptions { Key = key });
        var delivered = 0L;
        foreach (var (piece, origin) in new[] { Head, Tail }.Zip(origins))
        {
            cache.Accept(new IpPacket { Bytes = piece.ToPacket(), Version = IpVersion.V4, Depth = depth, Interface = origin.Interface, Tunnel = origin.Tunnel });
            delivered = cache.Counters.Delivered;
        }

        return delivered == 1;
    }
}
