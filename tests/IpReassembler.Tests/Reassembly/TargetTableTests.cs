using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Tests.Reassembly;

public class TargetTableTests
{
    [Theory]
    [InlineData("10.1.2.3", "10.0.0.0/8")]
    [InlineData("10.9.255.255", "10.9.0.0/16")]
    [InlineData("10.9.8.7", "10.9.8.7")]
    [InlineData("10.9.8.6", "10.9.0.0/16")]
    [InlineData("11.0.0.0", null)]
    [InlineData("2001:db8:1::1", "2001:db8:1::/48")]
    [InlineData("2001:db8:2::1", "2001:db8::/32")]
    [InlineData("2001:db9::", null)]
    [InlineData("::ffff:10.9.8.7", null)]           // an IPv6 address that looks like an IPv4 one is none
    public void The_longest_prefix_wins(string destination, string? expected)
    {
        var table = Table("10.0.0.0/8", "2001:db8::/32", "10.9.8.7", "10.9.0.0/16", "2001:db8:1::/48");
        Assert.Equal(expected, table.Find(IpAddress.Parse(destination))?.Hosts.ToString());
    }

    [Fact]
    public void The_shortest_prefix_takes_its_whole_family()
    {
        var table = Table("0.0.0.0/0");
        Assert.NotNull(table.Find(IpAddress.Parse("203.0.113.9")));
        Assert.Null(table.Find(IpAddress.Parse("2001:db8::1")));
    }

    [Fact]
    public void Agrees_with_trying_every_target()
    {
        var random = new Random(4);
        for (var round = 0; round < 300; round++)
        {
            // Few different bits, so that prefixes lie in one another.
            var targets = Enumerable.Range(0, random.Next(1, 40))
                .Select(_ => new IpPrefix(Address(random), random.Next(0, 33)).Normalized).Distinct()
                .Select(prefix => new Target(prefix, OverlapPolicy.First)).ToArray();
            var table = new TargetTable("test", targets);
            for (var i = 0; i < 50; i++)
            {
                var address = Address(random);
                var expected = targets.Where(target => IpPrefix.Mask(address, target.Hosts.Length) == target.Hosts.Address).MaxBy(target => target.Hosts.Length);
                Assert.Same(expected, table.Find(address));
            }
        }

        static IpAddress Address(Random random) => IpAddress.V4((uint)(random.Next(4) << 30 | random.Next(4) << 20 | random.Next(4)));
    }

    [Theory]
    [InlineData("10.0.0.0/8", "10.0.0.0/8")]
    [InlineData("10.0.0.0/8", "10.255.0.0/8")]
    [InlineData("2001:db8::1", "2001:db8::1/128")]
    public void Hosts_stand_in_it_once(string one, string other) => Assert.Throws<ArgumentException>(() => Table(one, other));

    [Fact]
    public void Has_a_bound()
    {
        Target Host(int number) => new(new IpPrefix(IpAddress.V4((uint)number), 32), OverlapPolicy.Linux);
        Assert.Equal(TargetTable.MaxTargets, new TargetTable("test", Enumerable.Range(0, TargetTable.MaxTargets).Select(Host)).Targets.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => new TargetTable("test", Enumerable.Range(0, TargetTable.MaxTargets + 1).Select(Host)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TargetTable("test", Enumerable.Range(1, TargetTable.MaxTimeouts + 1).Select(number => Host(number) with { Timeout = Duration.FromSeconds(number) })));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TargetTable("test", [Host(1) with { Timeout = Duration.Zero }]));
    }

    private static TargetTable Table(params string[] prefixes) => new("test", prefixes.Select(text =>
    {
        Assert.True(IpPrefix.TryParse(text, out var prefix));
        return new Target(prefix, OverlapPolicy.First);
    }));
}
