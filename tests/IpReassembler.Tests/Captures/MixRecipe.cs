using IpReassembler.Packets;
using static IpReassembler.Packets.Duration;

namespace IpReassembler.Tests.Captures;

/// <summary>
/// The capture <c>mix</c>: 213 fragments of 38 datagrams, with everything that usually happens to fragments in it, and the truth about it known.
/// With other values the same construction gives other captures.
/// </summary>
internal sealed record MixRecipe
{
    private const string A = "192.0.2.1", B = "198.51.100.2", C = "192.0.2.7", D = "203.0.113.9";

    /// <summary>What the payloads are drawn from.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The orders in which the six pieces of the five reordered datagrams come.</summary>
    public int[][] Orders { get; init; } =
        [[4, 0, 5, 3, 1, 2], [2, 3, 1, 5, 4, 0], [2, 5, 3, 0, 1, 4], [2, 5, 4, 1, 0, 3], [1, 2, 3, 5, 4, 0]];

    /// <summary>Which of the six pieces of the four incomplete datagrams never come.</summary>
    public int[][] Lost { get; init; } = [[2, 3], [3], [0], [5]];

    /// <summary>Between the pieces of clean datagram <c>i</c>: this times <c>1 + i mod 5</c>.</summary>
    public Duration CleanGap { get; init; } = FromMicroseconds(200);

    /// <summary>Between the pieces of reordered and overlapping datagrams.</summary>
    public Duration Gap { get; init; } = FromMilliseconds(1);

    /// <summary>Between the pieces of the others that are not slow.</summary>
    public Duration ShortGap { get; init; } = FromMicroseconds(500);

    /// <summary>From a piece to its exact copy.</summary>
    public Duration CopyAfter { get; init; } = FromMicroseconds(100);

    /// <summary>Between the three pieces of the datagram that is slow but in time.</summary>
    public Duration SlowGap { get; init; } = FromSeconds(12);

    /// <summary>Between the three pieces of the datagram that takes longer than any common timeout.</summary>
    public Duration ExpiredGap { get; init; } = FromSeconds(35);

    public CaptureScript Build()
    {
        var random = new SplitMix64(Seed);
        var script = new CaptureScript();
        AddClean(script, random);
        AddReordered(script, random);
        AddIncomplete(script, random);
        AddDuplicated(script, random);
        AddOverlapping(script, random);
        AddSplice(script, random);
        AddSlow(script, random);
        return script;
    }

    // Frames 1-120.
    private void AddClean(CaptureScript script, SplitMix64 random)
    {
        for (var i = 0; i < 20; i++)
        {
            var datagram = CutDatagram.Udp(A, B, 100 + i, random.Bytes(8000));
            script.Add(FromMilliseconds(100 * i), CleanGap * (1 + (i % 5)), datagram.Pieces());
        }
    }

    // Frames 121-150.
    private void AddReordered(CaptureScript script, SplitMix64 random)
    {
        for (var i = 0; i < Orders.Length; i++)
        {
            var datagram = CutDatagram.Udp(A, B, 200 + i, random.Bytes(8000));
            script.Add(FromMilliseconds(3000 + (100 * i)), Gap, Orders[i].Select(datagram.Piece));
        }
    }

    // Frames 151-169. What is lost leaves its place in time empty.
    private void AddIncomplete(CaptureScript script, SplitMix64 random)
    {
        for (var i = 0; i < Lost.Length; i++)
        {
            var datagram = CutDatagram.Udp(C, D, 300 + i, random.Bytes(8000));
            for (var piece = 0; piece < datagram.PieceCount; piece++)
            {
                if (!Lost[i].Contains(piece))
                {
                    script.Add(FromMilliseconds(4000 + (200 * i)) + (ShortGap * piece), datagram.Piece(piece));
                }
            }
        }
    }

    // Frames 170-181.
    private void AddDuplicated(CaptureScript script, SplitMix64 random)
    {
        for (var i = 0; i < 2; i++)
        {
            var at = FromMilliseconds(5000 + (100 * i));
            var datagram = CutDatagram.Udp(A, B, 400 + i, random.Bytes(6000));
            script.Add(at, ShortGap, datagram.Pieces());
            script.Add(at + ShortGap + CopyAfter, datagram.Piece(1));
        }
    }

    // Frames 182-192: an overlap that agrees, the six fragments of Active Mapping, a teardrop.
    private void AddOverlapping(CaptureScript script, SplitMix64 random)
    {
        var agrees = CutDatagram.Udp(A, B, 500, random.Bytes(4000));
        script.Add(FromSeconds(6), Gap, agrees.Range(0, 1480), agrees.Range(1400, 2960), agrees.Range(2960, 4008));
        script.Add(FromSeconds(7), Gap, Patterns.ActiveMapping(C, D, 600));
        var teardrop = new CutDatagram(C, D, Protocol.Icmp, 700, random.Bytes(40));
        script.Add(FromMilliseconds(7500), Gap, teardrop.Range(0, 40, more: true), teardrop.Range(24, 28, more: false));
    }

    // Frames 193-198: the end of the first and the beginning of the second datagram are lost; the rest fits together.
    private void AddSplice(CaptureScript script, SplitMix64 random)
    {
        var first = CutDatagram.Udp(A, B, 800, random.Bytes(6000));
        var second = CutDatagram.Udp(A, B, 800, random.Bytes(6000));
        script.Add(FromSeconds(8), ShortGap, first.Pieces().Take(3));
        script.Add(FromMilliseconds(9001), ShortGap, second.Pieces().Skip(2));
    }

    // Frames 199-213.
    private void AddSlow(CaptureScript script, SplitMix64 random)
    {
        script.Add(FromSeconds(10), SlowGap, CutDatagram.Udp(C, D, 900, random.Bytes(3000)).Pieces());
        script.Add(FromSeconds(10), ExpiredGap, CutDatagram.Udp(C, D, 901, random.Bytes(3000)).Pieces());
        script.Add(FromSeconds(12), ShortGap, CutDatagram.Udp(A, B, 1000, random.Bytes(64)).Pieces(8));
    }
}
