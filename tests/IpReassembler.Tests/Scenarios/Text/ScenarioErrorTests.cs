using System.Text;
using IpReassembler.Capture;
using IpReassembler.Records;
using IpReassembler.Scenarios;
using IpReassembler.Tests.Cli.Text;

namespace IpReassembler.Tests.Scenarios;

/// <summary>What is wrong with a scenario is said with its place; nothing anybody can write makes the parser fail otherwise.</summary>
public class ScenarioErrorTests
{
    private const string Good = """
        name     "everything"      # a comment
        start    1600000000.5
        link     ethernet
        pad      60
        snap     200
        seed     3
        limit    datagrams 10
        default  src 10.0.0.1 ttl 9
        datagram A  dst 10.0.0.2 udp 1>2 payload random 100 seed 4 id 0x20 at 5ms
          mtu 60 overlap 8 conflict order random seed 2 every 100us
          drop 1 dup 0,1 after 3us delay 0 by 1ms jitter 1us seed 9
        repeat 3 every 10ms id+1 src+2
        datagram B  proto icmp payload letters options hex "01 01" vlan 5,6 df evil tos 3
          frag 0:24   "1" mf
          frag 24:16  "AB" +1us mf total 7 checksum bad trailer hex "00"
          frag 40:2   hex "0102" at 1ms
        datagram C  tcp 1>2 seq 1 ack 2 window 3 flags syn,ack payload letters 40
          size 16
          frag 0:8 inverted mf
        datagram D  icmp 8/0 7 payload hex "00"
          inside gre key 7 src 10.9.0.1 dst 10.9.0.2 id 5 ttl 9 mtu 40 inside vxlan key 1
        expect B  first "111AB?" then hex "00" times 2  linux,rfc5722 dropped  others parts C:0:8,D:0:1 verdict conflict
        expect C  all nothing
        impair loss 1% burst 1% by 4 loses 90% dup 1% reorder 5% by 3 corrupt 1% delay 1ms jitter 1ms rate 10mbit queue 9 seed 7

        """;

    private static readonly string[] Wrong =
    [
        "nmae \"x\"",
        "datagram A\ninside",
        "datagram A\ninside grre",
        "datagram A\ninside ipip key 5",
        "datagram A\ninside vxlan key 0x1000000",
        "datagram A\ninside gre src 10.0.0.1 dst 2001:db8::1",
        "datagram A\ninside gre proto 5",
        "datagram A\ninside gre vlan 5",
        "datagram A\nsize 8 inside gre overlap 8 agree",
        "datagram A payload random 65500\ninside gre",
        "datagram A\n" + "inside ipip inside ipip inside ipip inside ipip inside ipip inside ipip inside ipip inside ipip inside ipip inside ipip inside ipip inside ipip inside ipip inside ipip inside ipip inside ipip inside ipip",
        "name x",
        "name \"x",
        "name \"x\" y",
        "frag 0:8",
        "datagram",
        "datagram A src 10.0.0",
        "datagram A sorce 10.0.0.1",
        "datagram A proto udpp",
        "datagram A id 65536",
        "datagram A payload",
        "datagram A payload rnd 5",
        "datagram A payload random 80000",
        "datagram A udp 1>2 payload random 65528",
        "datagram A payload hex \"0\"",
        "datagram A payload file \"x\"",
        "datagram A udp 1>70000",
        "datagram A tcp 1>2 flags syn,akc",
        "datagram A at 5",
        "datagram A at 400000000s",
        "datagram A\ndatagram A",
        "datagram A/B",
        "datagram A payload random 20\n  frag 4:8",
        "datagram A payload random 20\n  frag 16:8",
        "datagram A payload random 20\n  frag 0-8",
        "datagram A\n  frag 0:8 \"ABC\"",
        "datagram A\n  frag 0:8 hex \"00\"",
        "datagram A\n  frag 0:8 \"A\" mf tll 3",
        "datagram A\n  frag 0:65535 \"A\"",
        "datagram A payload random 20\n  size 12",
        "datagram A payload random 20\n  size 8 order 0,3",
        "datagram A payload random 20\n  size 8 order revers",
        "datagram A payload random 20\n  size 8 overlap 16 agree",
        "datagram A options hex \"01010101010101010101010101010101\" payload random 20\n  mtu 40",
        "datagram A payload random 20\nrepeat 1000000 every 1ms\ndatagram B\nrepeat 1 every 1ms",
        "datagram A payload random 2000\n  size 8\nrepeat 5000 every 1ms",
        "datagram A payload random 2\nrepeat 2 every 1ms idd+1",
        "datagram A\nseed 3",
        "expect A linux dropped",
        "datagram A\nexpect A",
        "datagram A\nexpect A lunix dropped",
        "datagram A\nexpect A linux droped",
        "datagram A\nexpect A linux dropped verdict sonud",
        "datagram A payload random 8\nexpect A linux parts A:0:9",
        "datagram A payload random 8\nexpect A linux parts A:0",
        "datagram A payload random 8\nexpect A linux sha256 \"00\"",
        "impair loss 101%",
        "impair los 1%",
        "impair rate 10mb",
        "impair burst 1%",
        "limit memory 3",
        "start 99999999999",
        "datagram A \"x\"",
        "impair loss -Infinity%",
        "start 1.0000000001",
        "datagram A at 0.5ns",
        "datagram A payload random 20\n  size 8 every 1.0001us",
        "datagram A\n  frag 0:8 \"A\" +0.1ns",
        "datagram A\n  frag 0:8 \"\t\"",
        "datagram A\nexpect A linux \"\u001b[31m\"",
        "datagram A \u001b]0;x\u0007",
        "datagram \u001b\ndatagram \u001b",
        "\tdatagram A\r\n\t\tmtu 27\r\n",
    ];

    [Fact]
    public void Each_mistake_has_its_place_and_a_hint() => Golden.Check("scenario-errors", output =>
    {
        foreach (var text in Wrong)
        {
            var wrong = Assert.Throws<ScenarioException>(() => Scenario.Parse(text));
            output.WriteLine(wrong.Describe("x.scenario", text, wrong.Word is { } word ? Nearest.Hint(word, wrong.Known) : ""));
            output.WriteLine();
        }
    });

    [Fact]
    public void The_good_scenario_is_good()
    {
        var scenario = Scenario.Parse(Good);
        Assert.Equal(("everything", (3 * 4) + 3 + 5 + 3, true), (scenario.Name, scenario.PacketCount, scenario.NeedsNanoseconds));
        Assert.Equal(18, ScenarioTest.Run(scenario).Count);
    }

    [Fact]
    public void Every_beginning_of_a_good_scenario_is_good_or_refused_at_a_place_in_it()
    {
        for (var length = 0; length <= Good.Length; length++)
        {
            Try(Good[..length]);
        }
    }

    [Fact]
    public void Whatever_is_changed_is_good_or_refused_at_a_place_in_it()
    {
        var random = new SplitMix64(1);
        string[] words = [.. Good.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Distinct()];
        for (var round = 0; round < LongRuns.Rounds(3_000, 100_000); round++)
        {
            var text = new StringBuilder(Good);
            for (var changes = random.Below(4); changes >= 0; changes--)
            {
                Change(text, words, random);
            }

            Try(text.ToString());
        }
    }

    [Fact]
    public void Some_texts_are_good_though_they_look_strange()
    {
        Assert.Empty(Played.All(""));
        Assert.Empty(Played.All("# nothing\n\n   \r\n"));
        Assert.Single(Played.All("datagram A\r\n  frag 0:0\r\n"));
    }

    [Fact]
    public void A_text_without_end_is_refused() =>
        Assert.Throws<ScenarioException>(() => Scenario.Parse(new string('#', Scenario.MaxTextLength + 1)));

    // Short texts that would make more than there is memory; what is made is counted, not what is left of it.
    [Fact]
    public void What_would_fill_the_memory_is_refused_before_it_does()
    {
        var often = string.Join(',', Enumerable.Repeat(0, 21_000));
        AssertRefused("pieces", 2, $"datagram A payload random 50000\n  size 49992 order {often} size 8");
        AssertRefused("pieces", 2, $"datagram A payload random 65512\n  size 65512 order {often}");
        AssertRefused("would be made", 1, $"datagram A payload random 2000\n  size 8 drop {string.Join(',', Enumerable.Range(0, 250))}\nrepeat 5000 every 1ms");
        AssertRefused("would be made", 1, "datagram A payload random 65000\n  frag 0:8\nrepeat 20000 every 1ms");
        AssertRefused("the fragments have", 16_392, "datagram A payload random 65512\n" + string.Concat(Enumerable.Repeat("  frag 0:65512\n", 16_400)));
    }

    // Whether a time is too late must not depend on what is drawn, or a repetition would fail that the text did not announce.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Jitter_beyond_all_times_is_refused_whatever_is_drawn(int seed) => AssertRefused(
        "more than a hundred years", 102,
        "datagram A payload letters\n" + string.Concat(Enumerable.Repeat("  frag 0:8 \"A\" +31536000s\n", 100)) + $"  jitter 1s seed {seed}\nrepeat 5 every 1s");

    private static void AssertRefused(string reason, int line, string text)
    {
        var wrong = Assert.Throws<ScenarioException>(() => Scenario.Parse(text));
        Assert.Contains(reason, wrong.Message, StringComparison.Ordinal);
        Assert.Equal(line, wrong.Where.Line);
    }

    private static void Change(StringBuilder text, string[] words, SplitMix64 random)
    {
        var at = (int)random.Below(text.Length);
        var word = words[random.Below(words.Length)];
        switch (random.Below(5))
        {
            case 0:
                text.Remove(at, (int)Math.Min(text.Length - at, 1 + random.Below(10)));
                break;
            case 1:
                text.Insert(at, " " + word + " ");
                break;
            case 2:
                text[at] = (char)random.Below(128);
                break;
            case 3:
                text.Replace(word, words[random.Below(words.Length)]);
                break;
            default:
                text.Insert(at, "999999999");
                break;
        }
    }

    // What parses is also played to its end, as far as patience goes.
    private static void Try(string text)
    {
        Scenario scenario;
        try
        {
            scenario = Scenario.Parse(text);
        }
        catch (ScenarioException wrong)
        {
            Assert.InRange(wrong.Where.Line, 1, text.Split('\n').Length);
            Assert.InRange(wrong.Where.Column, 1, text.Split('\n')[wrong.Where.Line - 1].Length + 1);
            Assert.Equal(3, wrong.Describe("x", text).Split('\n').Length);
            return;
        }

        using var source = scenario.Play();
        using var drawnAnew = scenario.WithSeed(5).Play();
        for (var frames = 0; frames < 1_000 && source.Read(out _) == ReadResult.Frame && drawnAnew.Read(out _) == ReadResult.Frame; frames++)
        {
        }

        if (scenario.PacketCount < 100)
        {
            ScenarioTest.Run(scenario);
        }
    }
}
