using IpReassembler.Capture;
using IpReassembler.Packets;
using IpReassembler.Tcp;

namespace IpReassembler.Tests.Tcp;

/// <summary>The scoreboard's runs, and what is late among them, say what the RFCs say of every single byte.</summary>
public class ScoreboardTests
{
    private const int SegmentSize = 10;

    [Fact]
    public void Runs_and_losses_are_those_of_a_byte_by_byte_count()
    {
        var random = new SplitMix64(3);
        for (var round = 0; round < LongRuns.Rounds(300, 5000); round++)
        {
            var late = new RackDetection();
            var board = new Scoreboard(late);
            var plain = new PlainBoard();
            board.Begin(At(0));
            for (var step = 0; step < 60; step++)
            {
                plain.Now += (long)random.Below(3);
                late.Begin(new Timestamp(plain.Now), echoAge: null);
                Step(random, board, late, plain);
                Assert.Equal(plain.Show(), Show(board));
                Assert.Equal((plain.Pipe(), plain.Unacknowledged, plain.Next), (board.Pipe, board.Unacknowledged - At(0), board.Next - At(0)));
                Assert.Equal(plain.Hole()?.Start, board.TryFindLost(out var hole, out _) ? hole.Start - At(0) : null);
                Assert.All(Enumerable.Range(1, Math.Max(0, board.Count - 1)), index => Assert.False(board[index].Continues(board[index - 1]), "two neighbours are alike"));
            }
        }
    }

    // Each selective acknowledgment cuts a run in three; there is an end to that.
    [Fact]
    public void A_receiver_that_names_every_second_byte_makes_only_so_many_pieces()
    {
        var board = new Scoreboard(new RackDetection());
        board.Begin(At(0));
        board.Sent(At(100_000), new Timestamp(1));
        for (var place = 1; place < 100_000; place += 2)
        {
            board.Sack(new SequenceRange(At(place), At(place + 1)));
        }

        Assert.InRange(board.Count, 8_192, 10_241);
        Assert.False(board.HasRoom);
        Assert.Equal(100_000 - board.ArrivedLength, board.Pipe);
        board.Acknowledge(At(100_000));
        Assert.Equal((0, 0, true), (board.Count, board.Pipe, board.HasRoom));
    }

    private static void Step(SplitMix64 random, Scoreboard board, RackDetection late, PlainBoard plain)
    {
        var now = new Timestamp(plain.Now);
        switch (random.Below(12))
        {
            case < 4:
                plain.Send(1 + (int)random.Below(25));
                board.Sent(At(plain.Next), now);
                break;
            case < 7 when plain.Next - plain.Unacknowledged > 2:
                var start = plain.Unacknowledged + 1 + (int)random.Below(plain.Next - plain.Unacknowledged - 1);
                var end = start + 1 + (int)random.Below(Math.Min(30, plain.Next - start));
                Assert.Equal(plain.Sack(start, end), board.Sack(new SequenceRange(At(start), At(end))));
                break;
            case < 9:
                Assert.Equal(plain.FindLate(), late.FindLate(board, isCertain: true, smoothed: default, now, out _));
                break;
            case 9 when plain.Hole() is { } hole:
                plain.SendAgain(hole.Start, Math.Min(hole.End, hole.Start + SegmentSize));
                board.SentAgain(new SequenceRange(At(hole.Start), At(Math.Min(hole.End, hole.Start + SegmentSize))), now);
                break;
            case 10 when plain.Next > plain.Unacknowledged:
                plain.Acknowledge(plain.Unacknowledged + 1 + (int)random.Below(plain.Next - plain.Unacknowledged));
                board.Acknowledge(At(plain.Unacknowledged));
                break;
            case 11 when random.Happens(0.2):
                plain.LoseAll();
                board.LoseAll();
                break;
        }
    }

    private static SequenceNumber At(int place) => new(unchecked((uint)(place - 300)));

    private static string Show(Scoreboard board) => string.Concat(Enumerable.Range(0, board.Count)
        .SelectMany(index => Enumerable.Repeat(Letter(board[index].Fate), board[index].Length)));

    private static char Letter(Fate fate) => fate switch { Fate.OnTheWay => '.', Fate.Arrived => 'a', _ => 'L' };

    /// <summary>RFC 6675 and RFC 8985 with everything written down for each byte.</summary>
    private sealed class PlainBoard
    {
        private readonly Fate[] _fates = new Fate[3000];
        private readonly long[] _sentAt = new long[3000];
        private (long SentAt, int End) _newest = (-1, 0);
        private long _roundTrip;
        private (long SentAt, int End) _last;

        public long Now { get; set; }

        public int Unacknowledged { get; private set; }

        public int Next { get; private set; }

        public string Show() => string.Concat(Bytes().Select(at => Letter(_fates[at])));

        public int Pipe() => Bytes().Count(at => _fates[at] == Fate.OnTheWay);

        public void Send(int count)
        {
            SendAgain(Next, Next + count);
            Next += count;
        }

        public void SendAgain(int start, int end)
        {
            _last = Now > _last.SentAt ? (Now, end) : start >= _last.End ? (_last.SentAt, end) : (_last.SentAt + 1, end);
            for (var at = start; at < end; at++)
            {
                (_fates[at], _sentAt[at]) = (Fate.OnTheWay, _last.SentAt);
            }
        }

        public int Sack(int start, int end)
        {
            var news = 0;
            for (var at = start; at < end; at++)
            {
                news += _fates[at] == Fate.Arrived ? 0 : 1;
                Arrive(at);
                _fates[at] = Fate.Arrived;
            }

            return news;
        }

        public bool FindLate()
        {
            var found = false;
            foreach (var at in Bytes().Where(at => _fates[at] == Fate.OnTheWay && (_sentAt[at], at + 1).CompareTo(_newest) < 0 && _sentAt[at] + _roundTrip <= Now))
            {
                _fates[at] = Fate.Lost;
                found = true;
            }

            return found;
        }

        // From the first lost byte on, those that went out together with it.
        public (int Start, int End)? Hole()
        {
            var lost = Bytes().Where(at => _fates[at] == Fate.Lost).ToList();
            return lost.Count == 0 ? null : (lost[0], lost.TakeWhile((at, index) => at == lost[0] + index && _sentAt[at] == _sentAt[lost[0]]).Last() + 1);
        }

        public void Acknowledge(int edge)
        {
            for (; Unacknowledged < edge; Unacknowledged++)
            {
                Arrive(Unacknowledged);
            }
        }

        public void LoseAll()
        {
            var isTakenBack = Unacknowledged < Next && _fates[Unacknowledged] == Fate.Arrived;
            foreach (var at in Bytes().Where(at => isTakenBack || _fates[at] == Fate.OnTheWay))
            {
                // What was taken back went out at a time that nobody knows any more.
                _sentAt[at] = _fates[at] == Fate.Arrived ? 0 : _sentAt[at];
                _fates[at] = Fate.Lost;
            }
        }

        private void Arrive(int at)
        {
            if (_fates[at] != Fate.Arrived && (_sentAt[at], at + 1).CompareTo(_newest) > 0)
            {
                (_newest, _roundTrip) = ((_sentAt[at], at + 1), Now - _sentAt[at]);
            }
        }

        private IEnumerable<int> Bytes() => Enumerable.Range(Unacknowledged, Next - Unacknowledged);
    }
}
