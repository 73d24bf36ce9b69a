using System.Text;
using IpReassembler.Capture;
using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Tests.Reassembly;

/// <summary>What other systems would have made of the same fragments, told in the same pass.</summary>
public class ComparedViewTests
{
    private static readonly ReassemblyOptions CompareAll = new() { Compare = OverlapPolicy.All };

    [Fact]
    public void The_mix_comes_out_differently_in_three_places()
    {
        var disputed = new Dictionary<long, string[]>();
        foreach (var (number, views, agree) in Mix())
        {
            if (!agree)
            {
                disputed.Add(number, views);
            }
        }

        Assert.Equal([182, 185, 193], disputed.Keys.Order());
        Assert.Equal(
            ["linux Killed", "linux-classic Complete", "first Complete", "last Complete", "bsd Complete", "bsd-right Complete", "windows Complete", "solaris Complete", "rfc5722 Killed"],
            disputed[182].Select(view => string.Join(' ', view.Split(' ')[..2])));
        Assert.Equal(
            [
                "linux Killed 188",
                "linux-classic Complete 190 111442555666 Unchecked",
                "first Complete 190 111422333666 Unchecked",
                "last Complete 190 144442555666 Unchecked",
                "bsd Complete 190 111442333666 Unchecked",
                "bsd-right Complete 190 144422555666 Unchecked",
                "windows Complete 190 111422333666 Unchecked",
                "solaris Complete 190 111422333666 Unchecked",
                "rfc5722 Killed 188",
            ],
            disputed[185]);
        Assert.All(disputed[193], view => Assert.Contains(" Complete 198 ", view, StringComparison.Ordinal));
        Assert.All(disputed[193], view => Assert.EndsWith(" Bad", view, StringComparison.Ordinal));
    }

    private static List<(long Number, string[] Views, bool Agree)> Mix()
    {
        using var source = CaptureFile.Open(Path.Combine(RepositoryRoot.Path, "captures", "mix.pcap"));
        var cache = new ReassemblyCache(CompareAll);
        var ended = new List<(long Number, string[] Views, bool Agree)>();
        while (source.Read(out var frame) is ReadResult.Frame)
        {
            if (LinkLayer.TryGetIp(frame, out var packet, out _))
            {
                Note(cache.Accept(packet));
            }
        }

        Note(cache.Finish());
        return ended;

        void Note(OutcomeSequence outcomes)
        {
            foreach (var outcome in outcomes)
            {
                if (outcome is { Kind: OutcomeKind.Ended, Datagram: { } record })
                {
                    ended.Add((record.Number, [.. record.Views.Select(Show)], record.ViewsAgree));
                }
            }
        }
    }

    // One letter for eight bytes.
    private static string Show(ComparedView view) =>
        $"{view.Policy} {view.State}"
        + (view.CompleteFrame is { } complete ? $" {complete} {Letters(view.Deliveries[0].Payload)} {view.Deliveries[0].Checksum}" : $" {view.KilledFrame}");

    private static string Letters(ReadOnlySpan<byte> payload)
    {
        var letters = new StringBuilder();
        for (var at = 0; at < payload.Length && payload.Length < 200; at += 8)
        {
            letters.Append((char)payload[at]);
        }

        return letters.ToString();
    }
}
