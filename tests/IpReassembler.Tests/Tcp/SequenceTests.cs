using IpReassembler.Capture;
using IpReassembler.Tcp;

namespace IpReassembler.Tests.Tcp;

public class SequenceTests
{
    [Theory]
    [InlineData(0u, 1u, 1)]
    [InlineData(uint.MaxValue, 0u, 1)]
    [InlineData(0xffff_fff0u, 0x10u, 0x20)]
    [InlineData(5u, 5u, 0)]
    [InlineData(0u, 0x7fff_ffffu, int.MaxValue)]
    public void Numbers_are_compared_over_the_edge(uint earlier, uint later, int distance)
    {
        var (from, to) = (new SequenceNumber(earlier), new SequenceNumber(later));
        Assert.Equal((distance, -distance), (to - from, from - to));
        Assert.Equal((to, from), (from + distance, to - distance));
        Assert.Equal((distance > 0, distance == 0, distance >= 0, distance <= 0), (from < to, from == to, to >= from, to <= from));
        Assert.Equal((to, from), (SequenceNumber.Max(from, to), SequenceNumber.Min(from, to)));
    }

    [Theory]
    [InlineData("0-8 8-16", "0-16")]            // adjoining
    [InlineData("8-16 0-8", "0-16")]            // out of order
    [InlineData("0-8 16-24", "0-8 16-24")]      // a hole stays
    [InlineData("0-8 16-24 8-16", "0-24")]      // and is filled
    [InlineData("0-8 16-24 4-20", "0-24")]
    [InlineData("8-16 0-24", "0-24")]
    [InlineData("0-24 8-16", "0-24")]
    [InlineData("40-48 0-8 20-28", "0-8 20-28 40-48")]
    public void Joins_what_touches(string added, string expected) => Assert.Equal(expected, Show(Fill(added)));

    [Theory]
    [InlineData("0-8 16-24", 4, 4, "4-8 16-24")]
    [InlineData("0-8 16-24", 8, 8, "16-24")]
    [InlineData("0-8 16-24", 12, 8, "16-24")]
    [InlineData("0-8 16-24", 30, 16, "")]
    public void Forgets_what_lies_before(string added, int edge, int removed, string expected)
    {
        var ranges = Fill(added);
        Assert.Equal(removed, ranges.RemoveBefore(At(edge)));
        Assert.Equal(expected, Show(ranges));
    }

    [Fact]
    public void Takes_no_more_ranges_than_it_may()
    {
        var ranges = Fill("0-1 10-11 20-21");
        Assert.Equal(1, ranges.Add(Range(30, 31)));
        Assert.Equal(-1, ranges.Add(Range(40, 41)));
        Assert.Equal(9, ranges.Add(Range(1, 10)));
        Assert.Equal("0-11 20-21 30-31", Show(ranges));
    }

    // Against one flag for each byte, on a stretch that goes over the edge of 2^32.
    [Fact]
    public void Does_what_an_array_of_flags_does()
    {
        const int Size = 200;
        var random = new SplitMix64(1);
        for (var round = 0; round < LongRuns.Rounds(300, 3000); round++)
        {
            var ranges = new SequenceRanges(Size);
            var flags = new bool[Size];
            for (var step = 0; step < 60; step++)
            {
                var start = (int)random.Below(Size - 1);
                var end = start + 1 + (int)random.Below(Math.Min(20, Size - start - 1));
                if (random.Happens(0.1))
                {
                    Assert.Equal(flags[..start].Count(flag => flag), ranges.RemoveBefore(At(start)));
                    flags.AsSpan(0, start).Clear();
                }
                else if (random.Happens(0.1))
                {
                    Assert.Equal(flags[end..].Count(flag => flag), ranges.RemoveFrom(At(end)));
                    flags.AsSpan(end).Clear();
                }
                else
                {
                    Assert.Equal(flags[start..end].Count(flag => !flag), ranges.Add(Range(start, end)));
                    flags.AsSpan(start, end - start).Fill(true);
                }

                Assert.Equal(flags.Count(flag => flag), ranges.Bytes);
                Assert.Equal(Show(flags), Show(ranges));
                var place = (int)random.Below(Size);
                var index = ranges.FirstEndingAfter(At(place));
                Assert.Equal(flags[place], index < ranges.Count && ranges[index].Start <= At(place));
            }
        }
    }

    [Fact]
    public void A_ring_gives_back_what_was_written()
    {
        const int Size = 50_000;
        var random = new SplitMix64(2);
        var ring = new RingBuffer(Size);
        var plain = new List<byte>();
        for (var step = 0; step < 2000; step++)
        {
            var bytes = Packets.Bytes.Random(step, (int)random.Below(3000));
            if (plain.Count + bytes.Length <= Size)
            {
                ring.Write(plain.Count, bytes);
                plain.AddRange(bytes);
            }

            var count = (int)random.Below(Math.Min(2500, plain.Count + 1));
            var offset = (int)random.Below(plain.Count - count + 1);
            var read = new byte[count];
            ring.Read(offset, read);
            Assert.Equal(plain.GetRange(offset, count), read);
            ring.Discard(count);
            plain.RemoveRange(0, count);
        }
    }

    // What is written behind a hole stays there when the ring grows.
    [Fact]
    public void A_ring_grows_around_holes()
    {
        var ring = new RingBuffer(200_000);
        ring.Discard(5);
        ring.Write(10_000, [1, 2, 3]);
        ring.Write(0, new byte[16_000]);
        ring.Discard(9_990);
        ring.Write(150_000, [4, 5]);
        var read = new byte[4];
        ring.Read(149_999, read);
        Assert.Equal([4, 5], read[1..3]);
    }

    private static SequenceRanges Fill(string text)
    {
        var ranges = new SequenceRanges(4);
        foreach (var edges in text.Split(' ').Select(range => range.Split('-').Select(int.Parse).ToArray()))
        {
            ranges.Add(Range(edges[0], edges[1]));
        }

        return ranges;
    }

    private static SequenceNumber At(int place) => new(unchecked((uint)(place - 100)));

    private static SequenceRange Range(int start, int end) => new(At(start), At(end));

    private static string Show(SequenceRanges ranges) =>
        string.Join(' ', Enumerable.Range(0, ranges.Count).Select(index => $"{ranges[index].Start - At(0)}-{ranges[index].End - At(0)}"));

    private static string Show(bool[] flags)
    {
        var shown = new List<string>();
        for (var at = 0; at < flags.Length; at++)
        {
            if (flags[at])
            {
                var start = at;
                while (at < flags.Length && flags[at])
                {
                    at++;
                }

                shown.Add($"{start}-{at}");
            }
        }

        return string.Join(' ', shown);
    }
}
