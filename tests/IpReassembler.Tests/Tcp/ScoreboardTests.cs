using IpReassembler.Capture;
using IpReassembler.Tcp;

namespace IpReassembler.Tests.Tcp;

/// <summary>The scoreboard's few numbers say what RFC 6675 says of every single byte.</summary>
public class ScoreboardTests
{
    private const int SegmentSize = 10;

    [Fact]
    public void Pipe_and_losses_are_those_of_a_byte_by_byte_count()
    {
        var random = new SplitMix64(3);
        for (var round = 0; round < LongRuns.Rounds(200, 5000); round++)
        {
            var board = new Scoreboard();
            var plain = new PlainBoard();
            board.Begin(At(0));
            for (var step = 0; step < 60; step++)
            {
                Step(random, board, plain);
                Assert.Equal(plain.Pipe(), board.Pipe);
                Assert.Equal((plain.Unacknowledged, plain.Next, plain.LossEdge, plain.Retransmitted),
                    (board.Unacknowledged - At(0), board.Next - At(0), board.LossEdge - At(0), board.Retransmitted - At(0)));
                Assert.Equal(plain.Hole(), board.TryFindHole(board.LossEdge, out var hole) ? (hole.Start - At(0), hole.End - At(0)) : null);
            }
        }
    }

    private static void Step(SplitMix64 random, Scoreboard board, PlainBoard plain)
    {
        switch (random.Below(10))
        {
            case < 4:
                plain.Next += 1 + (int)random.Below(25);
                board.Sent(At(plain.Next));
                break;
            case < 7 when plain.Next - plain.Unacknowledged > 2:
                var start = plain.Unacknowledged + 1 + (int)random.Below(plain.Next - plain.Unacknowledged - 1);
                var end = start + 1 + (int)random.Below(Math.Min(30, plain.Next - start));
                Assert.Equal(plain.Sack(start, end), board.Sack(new SequenceRange(At(start), At(end))));
                plain.FindLosses();
                board.FindLosses(SegmentSize);
                break;
            case 7 when plain.Hole() is { } hole:
                plain.Retransmitted = Math.Min(hole.End, hole.Start + SegmentSize);
                board.SentAgain(At(plain.Retransmitted));
                break;
            case 8 when plain.Next > plain.Unacknowledged:
                plain.Acknowledge(plain.Unacknowledged + 1 + (int)random.Below(plain.Next - plain.Unacknowledged));
                board.Acknowledge(At(plain.Unacknowledged));
                break;
            case 9 when random.Happens(0.2):
                plain.LoseAll();
                board.LoseAll();
                break;
        }
    }

    private static SequenceNumber At(int place) => new(unchecked((uint)(place - 300)));

    /// <summary>RFC 6675 section 4 as it is written, with a flag for each byte.</summary>
    private sealed class PlainBoard
    {
        private readonly bool[] _sacked = new bool[3000];

        public int Unacknowledged { get; private set; }

        public int Next { get; set; }

        public int LossEdge { get; private set; }

        public int Retransmitted { get; set; }

        public int Pipe() => Bytes().Where(at => !_sacked[at]).Sum(at => (at >= LossEdge ? 1 : 0) + (at < Retransmitted ? 1 : 0));

        public int Sack(int start, int end)
        {
            var news = 0;
            for (var at = start; at < end; at++)
            {
                news += _sacked[at] ? 0 : 1;
                _sacked[at] = true;
            }

            return news;
        }

        // IsLost of each byte: three separate ranges above it, or more than two segments of bytes.
        public void FindLosses()
        {
            foreach (var at in Bytes().Where(at => !_sacked[at]))
            {
                var above = Enumerable.Range(at + 1, Next - at - 1).Where(other => _sacked[other]).ToList();
                var ranges = above.Count(other => !_sacked[other - 1]);
                if (ranges >= 3 || above.Count > 2 * SegmentSize)
                {
                    // What follows up to the next range is lost for the same reasons.
                    LossEdge = Math.Max(LossEdge, Enumerable.Range(at, Next - at).First(other => other == Next - 1 || _sacked[other]));
                }
            }
        }

        public (int Start, int End)? Hole()
        {
            var start = Math.Max(Retransmitted, Unacknowledged);
            while (start < LossEdge && _sacked[start])
            {
                start++;
            }

            var end = start;
            while (end < LossEdge && !_sacked[end])
            {
                end++;
            }

            return start < end ? (start, end) : null;
        }

        public void Acknowledge(int edge)
        {
            Unacknowledged = edge;
            LossEdge = Math.Max(LossEdge, edge);
            Retransmitted = Math.Max(Retransmitted, edge);
        }

        public void LoseAll()
        {
            if (Unacknowledged < Next && _sacked[Unacknowledged])
            {
                Array.Clear(_sacked);
            }

            (LossEdge, Retransmitted) = (Next, Unacknowledged);
        }

        private IEnumerable<int> Bytes() => Enumerable.Range(Unacknowledged, Next - Unacknowledged);
    }
}
