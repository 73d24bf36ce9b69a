using System.Numerics;
using System.Security.Cryptography;
using IpReassembler.Capture;
using IpReassembler.Packets;
using static IpReassembler.Packets.Duration;

namespace IpReassembler.Tests.Capture;

public class ImpairmentTests
{
    private const int Many = 20_000;

    private static readonly Duration Tick = FromMicroseconds(100);

    [Fact]
    public void Without_options_it_changes_nothing()
    {
        var (frames, counters) = Run(new ImpairmentOptions(), 100);
        Assert.Equal(Enumerable.Range(0, 100), frames.Select(frame => frame.Number));
        Assert.All(frames, frame => Assert.Equal(Tick.Nanoseconds * frame.Number, frame.At));
        Assert.Equal((100, 100, 0, 0), (counters.Received, counters.Delivered, counters.Lost, counters.Duplicated));
    }

    [Fact]
    public void The_same_seed_does_the_same_everywhere_and_for_ever()
    {
        var options = new ImpairmentOptions
        {
            Seed = 42, Loss = 0.05, BurstBegins = 0.01, BurstEnds = 0.2, BurstLoss = 0.9, Duplication = 0.05, Reordering = 0.1, ReorderBy = 3, Corruption = 0.05,
            Delay = FromMilliseconds(1), Jitter = FromMilliseconds(2), BitsPerSecond = 10_000_000, QueueLength = 50,
        };
        Assert.Equal("71795C38BB327E4D1C47067BEE9F3899", HashOf(options)[..32]);
        Assert.Equal(HashOf(options), HashOf(options));
        Assert.NotEqual(HashOf(options), HashOf(options with { Seed = 43 }));
    }

    [Fact]
    public void Loses_as_many_as_it_says()
    {
        var (frames, counters) = Run(new ImpairmentOptions { Loss = 0.1 }, Many);
        // Standard deviation 42.
        Assert.InRange(counters.Lost, 1_800, 2_200);
        Assert.Equal(Many - counters.Lost, frames.Count);
        Assert.Equal(frames.Select(frame => frame.Number).Order(), frames.Select(frame => frame.Number));
    }

    [Fact]
    public void Bursts_are_as_long_and_as_frequent_as_they_say()
    {
        var (frames, _) = Run(new ImpairmentOptions { BurstBegins = 0.01, BurstEnds = 0.25 }, 10 * Many);
        var gaps = frames.Zip(frames.Skip(1)).Select(pair => pair.Second.Number - pair.First.Number - 1).Where(gap => gap > 0).ToList();
        Assert.InRange(gaps.Average(), 3.6, 4.4);
        // One in a hundred frames outside of bursts begins one.
        Assert.InRange((double)gaps.Count / frames.Count, 0.009, 0.011);
    }

    [Fact]
    public void A_burst_may_let_some_through()
    {
        var (_, counters) = Run(new ImpairmentOptions { BurstBegins = 1, BurstEnds = 0, BurstLoss = 0.5 }, Many);
        Assert.InRange(counters.Lost, 9_700, 10_300);
    }

    [Fact]
    public void Doubles_as_many_as_it_says_right_behind_the_original()
    {
        var (frames, counters) = Run(new ImpairmentOptions { Duplication = 0.1 }, Many);
        Assert.InRange(counters.Duplicated, 1_800, 2_200);
        Assert.Equal(Many + counters.Duplicated, frames.Count);
        Assert.Equal(counters.Duplicated, frames.Zip(frames.Skip(1)).Count(pair => pair.First == pair.Second));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Who_is_held_back_comes_behind_so_many(int by)
    {
        var (frames, counters) = Run(new ImpairmentOptions { Reordering = 0.01, ReorderBy = by }, Many);
        Assert.InRange(counters.HeldBack, 140, 260);
        Assert.Equal(Many, frames.Count);
        var late = frames.Where((frame, place) => place > 0 && frame.Number < frames[place - 1].Number && place < Many - by).ToList();
        Assert.NotEmpty(late);
        Assert.All(late, frame => Assert.Equal(Tick.Nanoseconds * (frame.Number + by), frame.At));
        AssertTimeGoesOn(frames);
    }

    [Fact]
    public void Whoever_is_held_back_at_the_end_still_comes()
    {
        var (frames, _) = Run(new ImpairmentOptions { Reordering = 1, ReorderBy = 1_000 }, 10);
        Assert.Equal(Enumerable.Range(0, 10), frames.Select(frame => frame.Number));
    }

    [Fact]
    public void Delay_moves_all_and_jitter_lets_them_overtake_each_other()
    {
        var (delayed, _) = Run(new ImpairmentOptions { Delay = FromMilliseconds(5) }, 100);
        Assert.All(delayed, frame => Assert.Equal((Tick.Nanoseconds * frame.Number) + 5_000_000, frame.At));

        var (shaken, _) = Run(new ImpairmentOptions { Jitter = FromMilliseconds(1) }, Many);
        Assert.All(shaken, frame => Assert.InRange(frame.At - (Tick.Nanoseconds * frame.Number), 0, 1_000_000));
        Assert.NotEqual(shaken.Select(frame => frame.Number).Order(), shaken.Select(frame => frame.Number));
        AssertTimeGoesOn(shaken);
    }

    // 100 bytes at 1 Mbit/s take 800 us.
    [Fact]
    public void A_rate_spreads_frames_out_and_a_full_queue_loses_them()
    {
        var (frames, counters) = Run(new ImpairmentOptions { BitsPerSecond = 1_000_000, QueueLength = 5 }, 100);
        Assert.All(frames.Zip(frames.Skip(1)), pair => Assert.Equal(800_000, pair.Second.At - pair.First.At));
        Assert.Equal(800_000, frames[0].At);
        Assert.Equal(100 - frames.Count, counters.Overflowed);
        Assert.InRange(frames.Count, 15, 20);

        var (idle, _) = Run(new ImpairmentOptions { BitsPerSecond = 8_000_000 }, 100); // as fast as they come: each takes 100 us
        Assert.All(idle, frame => Assert.Equal((Tick.Nanoseconds * frame.Number) + 100_000, frame.At));
    }

    [Fact]
    public void Corruption_turns_one_bit_of_the_packet()
    {
        using var clean = CaptureFile.Open(Path.Combine(RepositoryRoot.Path, "captures", "mix.pcap"));
        using var source = CaptureFile.Open(Path.Combine(RepositoryRoot.Path, "captures", "mix.pcap"));
        using var link = new Impairment(source, new ImpairmentOptions { Corruption = 1 });
        var count = 0;
        while (clean.Read(out var original) == ReadResult.Frame)
        {
            Assert.Equal(ReadResult.Frame, link.Read(out var broken));
            Assert.Equal(original.Bytes[..14], broken.Bytes[..14]);
            var turned = 0;
            for (var i = 0; i < original.Bytes.Length; i++)
            {
                turned += BitOperations.PopCount((uint)(original.Bytes[i] ^ broken.Bytes[i]));
            }

            Assert.Equal(1, turned);
            count++;
        }

        Assert.Equal((213, 213), (count, link.Counters.Corrupted));
    }

    [Fact]
    public void More_of_one_harm_does_not_change_who_suffers_from_another()
    {
        var (few, _) = Run(new ImpairmentOptions { Duplication = 0.1 }, 1_000);
        var (more, _) = Run(new ImpairmentOptions { Duplication = 0.1, Loss = 0.2 }, 1_000);
        var doubled = Doubled(few);
        Assert.Subset(doubled, Doubled(more));
        Assert.NotEmpty(Doubled(more));

        static HashSet<int> Doubled(List<Out> frames) => [.. frames.GroupBy(frame => frame.Number).Where(group => group.Count() > 1).Select(group => group.Key)];
    }

    [Fact]
    public void More_than_can_wait_is_lost_and_counted()
    {
        var (frames, counters) = Run(new ImpairmentOptions { Delay = FromSeconds(3600) }, ImpairmentOptions.MaxWaiting + 100);
        Assert.Equal((ImpairmentOptions.MaxWaiting, 100), (frames.Count, counters.Overflowed));
    }

    [Fact]
    public void Probabilities_and_lengths_are_checked_at_the_door()
    {
        Refuses(new ImpairmentOptions { Loss = -0.1 });
        Refuses(new ImpairmentOptions { Loss = 1.1 });
        Refuses(new ImpairmentOptions { Duplication = double.NaN });
        Refuses(new ImpairmentOptions { ReorderBy = 0 });
        Refuses(new ImpairmentOptions { Delay = new Duration(-1) });
        Refuses(new ImpairmentOptions { QueueLength = 0 });

        static void Refuses(ImpairmentOptions options) =>
            Assert.Throws<ArgumentOutOfRangeException>(() => new Impairment(new NumberedFrames(1, Tick), options).Dispose());
    }

    [Fact]
    public void It_owns_its_source()
    {
        var source = new NumberedFrames(1, Tick);
        new Impairment(source, new ImpairmentOptions()).Dispose();
        Assert.True(source.IsDisposed);
    }

    private static void AssertTimeGoesOn(List<Out> frames) => Assert.All(frames.Zip(frames.Skip(1)), pair => Assert.True(pair.First.At <= pair.Second.At));

    private static (List<Out> Frames, ImpairmentCounters Counters) Run(ImpairmentOptions options, int count)
    {
        using var link = new Impairment(new NumberedFrames(count, Tick), options);
        var frames = new List<Out>();
        while (link.Read(out var frame) == ReadResult.Frame)
        {
            frames.Add(new Out(NumberedFrames.NumberIn(frame), frame.Timestamp.Nanoseconds));
            Assert.Equal(frames.Count, frame.Number);
        }

        Assert.Equal(ReadResult.End, link.Read(out _));
        return (frames, link.Counters);
    }

    private static string HashOf(ImpairmentOptions options)
    {
        using var link = new Impairment(new NumberedFrames(5_000, Tick), options);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        while (link.Read(out var frame) == ReadResult.Frame)
        {
            hash.AppendData(BitConverter.GetBytes(frame.Timestamp.Nanoseconds));
            hash.AppendData(frame.Bytes);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private sealed record Out(int Number, long At);
}
