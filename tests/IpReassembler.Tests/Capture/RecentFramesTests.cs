using IpReassembler.Capture;
using IpReassembler.Packets;

namespace IpReassembler.Tests.Capture;

/// <summary>What is kept of the last moments.</summary>
public class RecentFramesTests
{
    [Fact]
    public void Frames_come_back_as_they_were()
    {
        var frames = new RecentFrames(Duration.FromSeconds(60), 1024);
        frames.Keep(new CapturedFrame([1, 2, 3], LinkType.Raw, new Timestamp(5)) { HasTimestamp = true, OriginalLength = 1500, Number = 42, Interface = 3 });
        frames.Show(0, out var frame);
        Assert.Equal([1, 2, 3], frame.Bytes.ToArray());
        Assert.Equal((LinkType.Raw, new Timestamp(5), true, 1500L, 42L, 3), (frame.Link, frame.Timestamp, frame.HasTimestamp, frame.OriginalLength, frame.Number, frame.Interface));
    }

    [Fact]
    public void Those_that_are_too_old_go()
    {
        var frames = new RecentFrames(Duration.FromSeconds(60), 1024);
        foreach (var second in new[] { 0, 1, 60, 61 })
        {
            Keep(frames, 8, second);
        }

        Assert.Equal([1, 60, 61], Seconds(frames));
        Assert.Equal(Duration.FromSeconds(60), frames.Span);
    }

    [Fact]
    public void Those_for_which_there_is_no_room_go()
    {
        var frames = new RecentFrames(Duration.Longest, 128);
        Keep(frames, 60, 1);
        Keep(frames, 60, 2);
        Keep(frames, 10, 3);
        Assert.Equal([2, 3], Seconds(frames));
        Keep(frames, 128, 4);
        Assert.Equal([4], Seconds(frames));
        Keep(frames, 129, 5);
        Assert.Equal([4], Seconds(frames));
    }

    [Fact]
    public void Empty_frames_are_bounded_too()
    {
        var frames = new RecentFrames(Duration.Longest, 128);
        for (var i = 0; i < 10; i++)
        {
            Keep(frames, 0, i);
        }

        Assert.Equal([8, 9], Seconds(frames));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Is_the_newest_part_of_everything_that_came(int seed)
    {
        var random = new Random(seed);
        var (frames, all) = (new RecentFrames(Duration.Longest, 1000), new List<byte[]>());
        for (var i = 0; i < 2000; i++)
        {
            var bytes = new byte[random.Next(random.Next(2) == 0 ? 20 : 400)];
            random.NextBytes(bytes);
            all.Add(bytes);
            frames.Keep(new CapturedFrame(bytes, LinkType.Ethernet, new Timestamp(i)));
            Assert.InRange(frames.Count, 1, 15);
            Assert.InRange(Bytes(frames).Sum(one => one.Length), bytes.Length, 1000);
            Assert.Equal(all[^frames.Count..], Bytes(frames));
        }
    }

    private static void Keep(RecentFrames frames, int length, int second) =>
        frames.Keep(new CapturedFrame(new byte[length], LinkType.Ethernet, Timestamp.FromParts(second, 0)));

    private static List<byte[]> Bytes(RecentFrames frames)
    {
        var bytes = new List<byte[]>();
        for (var i = 0; i < frames.Count; i++)
        {
            frames.Show(i, out var frame);
            bytes.Add(frame.Bytes.ToArray());
        }

        return bytes;
    }

    private static List<long> Seconds(RecentFrames frames)
    {
        var seconds = new List<long>();
        for (var i = 0; i < frames.Count; i++)
        {
            frames.Show(i, out var frame);
            seconds.Add(frame.Timestamp.Seconds);
        }

        return seconds;
    }
}
