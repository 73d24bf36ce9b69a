using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Tests.Reassembly;

/// <summary>Keys that collide cannot be chosen beforehand: which ones do is another secret in each cache.</summary>
public class KeyedHashTests
{
    private const int Buckets = 256;

    [Fact]
    public void Keys_that_collide_under_one_secret_do_not_under_another()
    {
        // What an attacker has who knows one cache's secret: a thousand keys for one bucket.
        var known = new KeyedHash();
        DatagramKey[] aimed = [.. Keys().Where(key => Bucket(key, known) == 0).Take(1_000)];
        Assert.Equal(1_000, aimed.Length);
        Assert.Equal(1_000, MostInOneBucket(aimed, known));

        // In any other cache about four of them share a bucket; fifty would be one in more than 10^30.
        for (var cache = 0; cache < 16; cache++)
        {
            Assert.InRange(MostInOneBucket(aimed, new KeyedHash()), 1, 50);
        }
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.2")]
    [InlineData("2001:db8::1", "2001:db8::2")]
    public void Tags_cannot_be_chosen_that_undo_the_identification(string source, string destination)
    {
        // Two tags have room for the same bits as the identification: together they always come to nothing.
        DatagramKey[] aimed = [.. Enumerable.Range(1, 1_000).Select(number =>
            new DatagramKey(IpAddress.Parse(source), IpAddress.Parse(destination), (uint)number, 17, VlanTags.None.With(number).With(0), 0))];
        Assert.InRange(MostInOneBucket(aimed, new KeyedHash()), 1, 50);
    }

    private static int MostInOneBucket(DatagramKey[] keys, KeyedHash hash) => keys.CountBy(key => Bucket(key, hash)).Max(bucket => bucket.Value);

    private static int Bucket(DatagramKey key, KeyedHash hash) => (int)(key.Hash(hash) % Buckets);

    // All identifications of eight sources, as one sender may write them.
    private static IEnumerable<DatagramKey> Keys() =>
        from source in Enumerable.Range(1, 8)
        from identification in Enumerable.Range(0, 65_536)
        select new DatagramKey(IpAddress.V4(0x0a000000 + (uint)source), IpAddress.V4(0xc0a80001), (uint)identification, 17, VlanTags.None, 0);
}
