using IpReassembler.Scenarios;

namespace IpReassembler.Tests.Scenarios;

/// <summary>The gallery holds what it promises. What it expects comes from the published tables and conformance vectors, not from this engine.</summary>
public class GalleryTests
{
    public static TheoryData<string> Names => [.. Gallery.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_policy_does_what_the_scenario_expects(string name)
    {
        Assert.True(Gallery.TryFind(name, out var file));
        var findings = ScenarioTest.Run(file.Parse());
        Assert.NotEmpty(findings);
        Assert.All(findings, finding => Assert.True(finding.IsMet, $"line {finding.Line}, {finding.Policy}: expected {finding.Expected}, came {finding.Came}"));
    }

    [Fact]
    public void It_has_what_the_manual_names()
    {
        string[] promised =
        [
            "clean", "reversed", "gap-first", "gap-middle", "gap-last", "duplicate", "overlap-agree", "overlap-conflict", "active-mapping", "novak",
            "teardrop", "ping-of-death", "tiny", "id-reuse", "slow-drip", "flood", "nested-mtu", "mix", "ipv6", "tunnel-mtu", "tunnel-kinds",
        ];
        Assert.Subset(Gallery.Names.ToHashSet(), promised.ToHashSet());
        Assert.All(Gallery.Names, name => Assert.True(Gallery.TryFind(name, out var file) && file.Parse().Name.Length > 0));
        Assert.False(Gallery.TryFind("nothing", out _));
    }

    [Fact]
    public void Mix_sends_213_packets_of_38_datagrams()
    {
        Assert.True(Gallery.TryFind("mix", out var file));
        var scenario = file.Parse();
        Assert.Equal((213, 39, 213), (scenario.PacketCount, scenario.Datagrams.Count, Played.All(scenario).Count)); // two of them are spliced into one
    }

    // The page is what people read: its example is a scenario that holds, and it has every word that the parser offers.
    [Fact]
    public void The_grammar_tells_of_every_word_and_its_example_is_good()
    {
        var example = string.Concat(Gallery.Grammar.Split('\n').SkipWhile(line => !line.StartsWith("    ", StringComparison.Ordinal))
            .TakeWhile(line => line.StartsWith("    ", StringComparison.Ordinal)).Select(line => line + "\n"));
        var findings = ScenarioTest.Run(Scenario.Parse(example));
        Assert.Equal(3, findings.Count);
        Assert.All(findings, finding => Assert.True(finding.IsMet, finding.Came));

        string[] beginnings =
        [
            "?", "link ?", "limit ?", "impair ?", "datagram A ?", "datagram A payload ?", "datagram A proto ?", "datagram A tcp 1>2 flags ?",
            "datagram A\nfrag 0:8 ?", "datagram A\nsize 8 order ?", "datagram A\ninside ?", "datagram A\ninside gre ?", "datagram A\nsize 8 overlap 8 ?", "datagram A\nexpect A linux ?", "datagram A\nexpect A all delivered verdict ?",
        ];
        foreach (var beginning in beginnings)
        {
            var known = Assert.Throws<ScenarioException>(() => Scenario.Parse(beginning)).Known;
            Assert.NotEmpty(known);
            Assert.All(known, word => Assert.Matches($@"\b{word}\b", Gallery.Grammar));
        }
    }

    // What the engine does is compared with the text. So a wrong text must be noticed.
    [Theory]
    [InlineData("first \"AB\"", null)]
    [InlineData("first \"BB\"", "\"AB\"")]
    [InlineData("first \"A\"", "\"AB\"")]
    [InlineData("first \"AB\" then \"AB\"", "\"AB\"")]
    [InlineData("first nothing", "\"AB\"")]
    [InlineData("first dropped", "\"AB\"")]
    [InlineData("first \"AB\" verdict sound", "\"AB\" verdict unchecked")]
    [InlineData("first hex \"4141414141414141 42\"", null)]
    [InlineData("first hex \"4141414141414141 43\"", "\"AB\"")]
    [InlineData("first sha256 \"5c9d8ea4a9ff7f3d0aaff9f0da6bd5c0e8a5cd2b2d3cf66b5bf60ba2e83d5b1a\"", "\"AB\"")]
    [InlineData("first delivered", null)]
    [InlineData("first whole", "\"AB\"")]
    public void A_difference_is_told(string expectation, string? came)
    {
        var scenario = Scenario.Parse($"datagram A proto 253 payload letters\nfrag 0:8 \"A\" mf\nfrag 8:1 \"B\"\nexpect A {expectation}");
        var finding = Assert.Single(ScenarioTest.Run(scenario));
        Assert.Equal(("A", "first", 4, came, came is null), (finding.Datagram, finding.Policy, finding.Line, finding.Came, finding.IsMet));
    }

    [Theory]
    [InlineData("linux incomplete", "frag 0:8 \"A\" mf")]
    [InlineData("linux expired", "frag 0:8 \"A\" mf\nfrag 8:8 \"B\" +30s")]
    [InlineData("linux dropped", "frag 8:16 \"A\" mf\nfrag 0:16 \"B\" mf")]
    [InlineData("linux refused", "frag 0:8 \"A\" mf\nfrag 8:8 \"A\" mf\nfrag 16:8 \"A\" mf", false)]
    [InlineData("linux evicted", "frag 0:8 \"A\" mf\nfrag 8:8 \"A\" mf\nfrag 16:8 \"A\" mf")]
    [InlineData("linux nothing", "")]
    [InlineData("linux delivered", "frag 0:8 \"A\"")]
    [InlineData("linux nothing", "frag 0:8 \"A\" checksum bad")]
    [InlineData("linux nothing", "frag 0:8 \"A\" total 40")]
    public void Endings_are_told_apart(string expectation, string steps, bool isMet = true)
    {
        var name = steps.Length == 0 ? "B" : "A";
        var scenario = Scenario.Parse($"limit fragments 2\ndatagram A proto 253 payload letters\n{steps}\ndatagram B proto 253 payload letters id 2\nfrag 0:8 \"A\" mf\nexpect {name} {expectation}");
        Assert.Equal(isMet, Assert.Single(ScenarioTest.Run(scenario)).IsMet);
    }

    [Fact]
    public void Each_repetition_is_held_against_its_own_payload()
    {
        var finding = Assert.Single(ScenarioTest.Run(Scenario.Parse("datagram A payload random 100\nsize 64\nrepeat 50 every 1ms id+1\nexpect A linux whole")));
        Assert.Equal((true, 50, 0), (finding.IsMet, finding.Sent, finding.Differing));
        finding = Assert.Single(ScenarioTest.Run(Scenario.Parse("datagram A payload random 100\nsize 64\nrepeat 50 every 1ms\nexpect A linux whole")));
        Assert.Equal((false, 50), (finding.IsMet, finding.Differing)); // under one identification each of them comes fifty times
    }
}
