using IpReassembler.Capture;

namespace IpReassembler.Tests.Capture;

public class MergedSourceTests
{
    [Theory]
    [InlineData("1 3 5", "2 4 6", "a1 b2 a3 b4 a5 b6")]
    [InlineData("1 1 2", "1 2 2", "a1 a1 b1 a2 b2 b2")]        // equal times: in the order of the files
    [InlineData("5 1", "2", "b2 a5 a1")]                        // a file that goes back in time is not sorted
    [InlineData("1 - - 9", "1 2", "a1 a- a- b1 b2 a9")]         // without a time: behind the one before
    [InlineData("- 5", "1", "a- b1 a5")]
    [InlineData("", "1", "b1")]
    [InlineData("", "", "")]
    public void Frames_come_by_time(string first, string second, string expected)
    {
        using var merged = new MergedSource([File("a", first), File("b", second)]);
        Assert.Equal(expected, Show(FrameCopy.ReadAll(merged).Frames));
    }

    [Fact]
    public void Interfaces_follow_each_other_as_they_appear()
    {
        using var merged = new MergedSource([Sample("pcapng-mixed"), Sample("pcap-le"), Sample("pcapng-be")]);
        var (frames, damage) = FrameCopy.ReadAll(merged);
        Assert.Null(damage);
        Assert.Equal(15, frames.Count);
        Assert.Equal(7, merged.Interfaces.Count);
        Assert.Equal(["eth0", "eth0", "eth0"], merged.Interfaces.Select(i => i.Name).OfType<string>());
        Assert.Equal(3, merged.Interfaces.Count(i => i.DroppedCount == 17));
        Assert.All(frames, frame => Assert.Equal(merged.Interfaces[frame.Interface].Link, frame.Link));
        Assert.Equal(3, frames.Count(frame => frame.Comments == "first|second"));
    }

    [Fact]
    public void Damage_in_one_file_does_not_stop_the_others()
    {
        var cut = SampleFiles.Make("pcap-le")[..^1];
        using var merged = new MergedSource(
            [CaptureFile.Open(new MemoryStream(cut), "one"), Sample("pcap-be"), CaptureFile.Open(new MemoryStream(cut), "three")]);
        var (frames, damage) = FrameCopy.ReadAll(merged);
        Assert.Equal(7, frames.Count);
        Assert.Equal("one", damage!.Source);
        Assert.Equal(["one", "three"], merged.Damages.Select(each => each.Source).Order());
    }

    [Fact]
    public void All_wait_for_the_one_that_is_idle()
    {
        using var merged = new MergedSource([new IdleEverySecondTime(File("a", "1 - 9")), File("b", "1 2")]);
        var seen = new List<string>();
        ReadResult result;
        while ((result = merged.Read(out var frame)) is not ReadResult.End)
        {
            seen.Add(result is ReadResult.Idle ? "idle" : System.Text.Encoding.ASCII.GetString(frame.Bytes));
        }
        Assert.Equal("idle a1 idle a- idle b1 b2 a9 idle", string.Join(' ', seen));
    }

    [Fact]
    public void Progress_is_the_sum()
    {
        using var merged = new MergedSource([Sample("pcap-le"), Sample("pcapng-le")]);
        FrameCopy.ReadAll(merged);
        Assert.Equal(merged.Length, merged.BytesRead);
        using var piped = new MergedSource([Sample("pcap-le"), CaptureFile.Open(new DripStream(SampleFiles.Make("pcap-le")), "pipe")]);
        Assert.Null(piped.Length);
    }

    [Fact]
    public void Random_files_merge_as_a_stable_sort_would()
    {
        var random = new Random(815);
        for (var round = 0; round < 300; round++)
        {
            var files = Enumerable.Range(0, random.Next(1, 6))
                .Select(file => (Name: ((char)('a' + file)).ToString(), Times: Enumerable.Range(0, random.Next(12)).Select(_ => random.Next(8)).Order().ToArray()))
                .ToArray();
            using var merged = new MergedSource(files.Select(file => File(file.Name, string.Join(' ', file.Times))));
            var expected = files.SelectMany(file => file.Times.Select(time => (time, text: file.Name + time))).OrderBy(each => each.time).Select(each => each.text);
            Assert.Equal(string.Join(' ', expected), Show(FrameCopy.ReadAll(merged).Frames));
        }
    }

    // Every frame holds the name of its file and its time.
    private static string Show(List<FrameCopy> frames) =>
        string.Join(' ', frames.Select(frame => System.Text.Encoding.ASCII.GetString(Convert.FromHexString(frame.Hex))));

    private static CaptureReader File(string name, string times)
    {
        var builder = new CaptureBytes(false).Section().Interface();
        foreach (var time in times.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var bytes = CaptureBytes.Text(name + time);
            _ = time == "-" ? builder.Block(3, body => body.U32((uint)bytes.Length).Add(bytes)) : builder.Packet(0, ulong.Parse(time), bytes);
        }
        return CaptureFile.Open(new MemoryStream(builder.ToArray()), name);
    }

    private static CaptureReader Sample(string name) => CaptureFile.Open(new MemoryStream(SampleFiles.Make(name)), name);
}
