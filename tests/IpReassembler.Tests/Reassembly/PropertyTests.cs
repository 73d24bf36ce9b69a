using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Tests.Reassembly;

/// <summary>What must hold for every order and every mixture of fragments.</summary>
public class PropertyTests
{
    [Fact]
    public void Every_order_of_six_fragments_gives_the_same_datagram()
    {
        var payload = Bytes(new Random(1), 2_003);
        var pieces = Cut(payload, 400, id: 1).ToArray();
        Assert.Equal(6, pieces.Length);
        foreach (var policy in OverlapPolicy.All)
        {
            foreach (var order in Orders(pieces))
            {
                var story = new Story(new ReassemblyOptions { Policy = policy }).Send(order).Finish();
                Assert.Equal(payload, Assert.Single(story.Delivered));
                Assert.Equal(FragmentFate.Completes, story.Fates[^1]);
            }
        }
    }

    /// <summary>
    /// Where the bytes agree, it does not matter in which order overlapping fragments come, nor who wins. Not so for linux and rfc5722: they
    /// discard the datagram at the overlap. The list policies ignore a last fragment whose bytes are there; so none ends with it.
    /// </summary>
    [Fact]
    public void Every_order_of_overlapping_fragments_that_agree_gives_the_same_datagram()
    {
        var payload = Bytes(new Random(2), 75);
        (int Start, int End)[] cuts = [(0, 24), (16, 40), (8, 32), (32, 64), (40, 64), (56, 75)];
        var pieces = cuts.Select(cut => new Piece(cut.Start, payload[cut.Start..cut.End], cut.End < 75)).ToArray();
        foreach (var policy in OverlapPolicy.All.Except([OverlapPolicy.Linux, OverlapPolicy.Rfc5722]))
        {
            foreach (var order in Orders(pieces))
            {
                var story = new Story(new ReassemblyOptions { Policy = policy }).Send(order);
                Assert.True(story.Delivered is [var delivered] && delivered.SequenceEqual(payload), $"{policy}: {string.Join(' ', order.Select(piece => piece.Offset))}");
            }
        }
    }

    [Fact]
    public void Seeded_orders_of_many_overlapping_fragments_that_agree()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var payload = Bytes(random, 1_000);
            var pieces = Cut(payload, 96, id: 1)
                .Concat(Enumerable.Range(0, 20).Select(_ => random.Next(120) * 8).Select(start => new Piece(start, payload[start..(start + (8 * random.Next(1, 5)))], More: true)))
                .ToArray();
            random.Shuffle(pieces);
            foreach (var policy in OverlapPolicy.All.Except([OverlapPolicy.Linux, OverlapPolicy.Rfc5722]))
            {
                Assert.Equal(payload, new Story(new ReassemblyOptions { Policy = policy }).Send(pieces).Delivered[0]);
            }
        }
    }

    /// <summary>The most fragments there can be, out of order, the first of them overlapping: every host holds thousands of pieces at once.</summary>
    [Fact]
    public void The_most_fragments_in_random_order_after_an_overlap()
    {
        var random = new Random(4);
        var payload = Bytes(random, 65_512);
        var pieces = Cut(payload, 8, id: 1).ToArray();
        random.Shuffle(pieces);
        var overlap = new Piece(0, payload[..16], More: true) { Id = 1 };
        foreach (var policy in OverlapPolicy.All)
        {
            var story = new Story(new ReassemblyOptions { Policy = policy, MaxFragments = 8_200 }).Send(overlap).Send(pieces).Finish();

            // To linux the two inside the first are copies of it.
            Assert.Equal(policy == OverlapPolicy.Rfc5722 ? [] : [payload], story.Delivered);
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(24)]
    [InlineData(1480)]
    [InlineData(40_000)]
    public void The_largest_datagram_in_seeded_orders_with_copies(int size)
    {
        var random = new Random(size);
        var payload = Bytes(random, 65_515);
        var pieces = Cut(payload, size, id: 7).ToList();
        var sent = pieces.Concat(pieces.Where(_ => random.Next(10) == 0)).ToArray();
        random.Shuffle(sent);

        // Copies of the piece that completes it come too late; the rest are ignored.
        var story = new Story().Send(sent).Finish();
        Assert.Equal(payload, Assert.Single(story.Delivered));
    }

    [Fact]
    public void Many_datagrams_at_once_do_not_touch_each_other()
    {
        var random = new Random(3);
        var payloads = Enumerable.Range(0, 300).Select(_ => Bytes(random, random.Next(2_000, 9_000))).ToArray();
        var sent = payloads.SelectMany((payload, number) => Cut(payload, 8 * random.Next(2, 200), number)
            .Select(piece => piece with { Source = $"192.0.2.{number % 7}", Protocol = (byte)(200 + (number % 3)) })).ToArray();
        random.Shuffle(sent);

        var story = new Story().Send(sent).Finish();
        Assert.Equal(
            payloads.Select(Convert.ToHexString).Order(),
            story.Delivered.Select(Convert.ToHexString).Order());
        Assert.Equal(0, story.Cache.Counters.Pending);
    }

    /// <summary>The policy "first" against an array of bytes and a bool for each: too simple to be wrong.</summary>
    [Fact]
    public void First_agrees_with_the_plainest_reassembler_there_is()
    {
        for (var seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            var pieces = RandomPieces(random).ToArray();
            var story = new Story(new ReassemblyOptions { Policy = OverlapPolicy.First }).Send(pieces);
            Assert.True(PlainFirst(pieces).SequenceEqual(story.Delivered.Select(Convert.ToHexString)), $"seed {seed}");
        }
    }

    /// <summary>Whatever a policy delivers is made of bytes that some fragment brought for that place.</summary>
    [Fact]
    public void Nothing_is_delivered_that_nobody_sent()
    {
        foreach (var policy in OverlapPolicy.All)
        {
            for (var seed = 0; seed < 5_000; seed++)
            {
                var pieces = RandomPieces(new Random(seed)).ToArray();
                var story = new Story(new ReassemblyOptions { Policy = policy }).Send(pieces).Finish();
                foreach (var payload in story.Delivered)
                {
                    Assert.All(
                        Enumerable.Range(0, payload.Length),
                        at => Assert.Contains(pieces, piece => at >= piece.Offset && at < piece.Offset + piece.Payload.Length && piece.Payload[at - piece.Offset] == payload[at]));
                }
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Steady_state_allocates_nothing(bool comparing)
    {
        var cache = new ReassemblyCache(new ReassemblyOptions { MaxMemory = 8 << 20, Compare = comparing ? OverlapPolicy.All : [] });
        var random = new Random(9);
        var frames = Enumerable.Range(0, 200)
            .SelectMany(number => Cut(Bytes(random, 3_000), 504, number))
            .Append(Piece.Of(8, 24, 'x', more: true) with { Id = 3 })
            .Select(piece => piece.ToEthernet()).ToArray();
        random.Shuffle(frames);

        var clock = 0L;
        long Round()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            foreach (var frame in frames)
            {
                cache.Accept(frame, LinkType.Ethernet, new Timestamp(clock += 10_000_000));
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        for (var warm = 0; warm < 10; warm++)
        {
            Round();
        }

        Assert.Equal(0, Enumerable.Range(0, 5).Min(_ => Round()));
        Assert.True(cache.Counters.Delivered > 1_500);
    }

    internal static IEnumerable<Piece> Cut(byte[] payload, int size, int id)
    {
        for (var at = 0; at < payload.Length; at += size)
        {
            yield return new Piece(at, payload[at..Math.Min(at + size, payload.Length)], at + size < payload.Length) { Id = id };
        }
    }

    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private static IEnumerable<Piece[]> Orders(Piece[] pieces)
    {
        if (pieces.Length <= 1)
        {
            yield return pieces;
            yield break;
        }

        for (var first = 0; first < pieces.Length; first++)
        {
            Piece[] rest = [.. pieces[..first], .. pieces[(first + 1)..]];
            foreach (var order in Orders(rest))
            {
                yield return [pieces[first], .. order];
            }
        }
    }

    private static IEnumerable<Piece> RandomPieces(Random random)
    {
        var letter = 'a';
        for (var count = random.Next(2, 12); count > 0; count--)
        {
            var offset = random.Next(0, 7) * 8;
            var more = random.Next(4) > 0;
            if (offset > 0 || more)
            {
                yield return Piece.Of(offset, more && random.Next(12) > 0 ? 8 * random.Next(1, 4) : random.Next(0, 20), letter++, more);
            }
        }
    }

    private static IEnumerable<string> PlainFirst(Piece[] pieces)
    {
        var (bytes, there) = (new byte[200], new bool[200]);
        var (end, highest) = (-1, 0);
        foreach (var piece in pieces)
        {
            var stop = piece.Offset + piece.Payload.Length;
            if (piece.Payload.Length == 0 || (piece.More && piece.Payload.Length % 8 != 0)
                || (end >= 0 && (piece.More ? stop > end : stop != end)) || (end < 0 && !piece.More && stop < highest))
            {
                continue;
            }

            highest = Math.Max(highest, stop);
            end = piece.More ? end : stop;
            for (var at = piece.Offset; at < stop; at++)
            {
                if (!there[at])
                {
                    (bytes[at], there[at]) = (piece.Payload[at - piece.Offset], true);
                }
            }

            if (end >= 0 && there.AsSpan(0, end).IndexOf(false) < 0)
            {
                yield return Convert.ToHexString(bytes.AsSpan(0, end));
                Array.Clear(there);
                (end, highest) = (-1, 0);
            }
        }
    }
}
