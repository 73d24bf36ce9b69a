using IpReassembler.Capture;

namespace IpReassembler.Tests.Capture;

public class CaptureFileTests
{
    public static TheoryData<string> Samples => SampleFiles.Names;

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("28b52ffd00", "zstd -dc x.bin | ipreasm -r -")]
    [InlineData("04224d1800", "lz4 -dc x.bin | ipreasm -r -")]
    [InlineData("fd377a585a00", "xz -dc x.bin | ipreasm -r -")]
    [InlineData("425a683931", "bzip2 -dc x.bin | ipreasm -r -")]
    [InlineData("504b0304", "unzip -p x.bin | ipreasm -r -")]
    [InlineData("736e6f6f7000000000000002", "snoop")]
    [InlineData("474d425500", "Network Monitor")]
    [InlineData("5254535300", "Network Monitor")]
    [InlineData("697074726163652032", "iptrace")]
    [InlineData("6274736e6f6f7000", "btsnoop")]
    [InlineData("1c0001ac", "IXIA")]
    [InlineData("ab01001c", "IXIA")]
    [InlineData("a1b234cd", "private variant")]
    [InlineData("4d3c2ba1", "private variant")]
    [InlineData("0000000100000000020400180000000800000000000000000000000100000000020400180000000800000000000000", "ERF")]
    [InlineData("68656c6c6f0a", "text file")]
    [InlineData("00ff", "only 2 bytes")]
    [InlineData("7f454c46", "7f454c46")]
    [InlineData("d4c3b2a102", "ends inside its file header (5 of 24 bytes)")]
    [InlineData("0a0d0d0a1c00", "ends inside its first block")]
    [InlineData("0a0d0d0a1c0000000000000001000000", "copied in text mode")]
    [InlineData("1f8b", "gzip")]
    [InlineData("1f8b08000000000000ff", "gzip")]
    public void What_is_no_capture_is_named_with_the_next_step(string hex, string expected)
    {
        AppContext.SetSwitch("System.IO.Compression.UseStrictValidation", true);
        var error = Assert.Throws<CaptureFormatException>(() => CaptureFile.Open(new MemoryStream(Convert.FromHexString(hex)), "x.bin"));
        Assert.StartsWith("x.bin ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Files_pipes_and_drops_give_the_same_frames(string name)
    {
        var file = SampleFiles.Make(name);
        var expected = FrameCopy.ReadSound(file);
        Assert.NotEmpty(expected);
        foreach (var most in (int[])[1, 2, 7, 100_000])
        {
            using var reader = CaptureFile.Open(new DripStream(file, most), "pipe");
            Assert.Equal(expected, FrameCopy.ReadAll(reader).Frames);
            Assert.Null(reader.Length);
            Assert.Equal(file.Length, reader.BytesRead);
        }
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, file);
            using var reader = CaptureFile.Open(path);
            Assert.Equal(expected, FrameCopy.ReadAll(reader).Frames);
            Assert.Equal(((long?)file.Length, (long)file.Length), (reader.Length, reader.BytesRead));
            Assert.Equal((name.EndsWith("gz", StringComparison.Ordinal), name.StartsWith("pcapng", StringComparison.Ordinal)), (reader.IsGzip, reader.Format == "pcapng"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_prefix_gives_a_prefix_of_the_frames(string name)
    {
        var file = SampleFiles.Make(name);
        var all = FrameCopy.ReadSound(file);
        for (var length = 0; length < file.Length; length++)
        {
            try
            {
                var (frames, damage) = FrameCopy.ReadAll(file[..length]);
                Assert.Equal(all.Take(frames.Count), frames);
                // A packed file has only one end that is sound.
                Assert.False(name.EndsWith("gz", StringComparison.Ordinal) && damage is null, $"{length} bytes passed for whole");
            }
            catch (CaptureFormatException)
            {
                Assert.True(length < 30, $"{length} bytes were refused");
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Frames_larger_than_the_buffer_make_it_grow(bool isPacked)
    {
        var file = new CaptureBytes(false).Pcap().Record(0, 0, CaptureBytes.Count(900)).Record(0, 1, CaptureBytes.Count(9000)).Record(0, 2, [1]).ToArray();
        using var reader = CaptureFile.Open(new MemoryStream(isPacked ? CaptureBytes.Gzip(file) : file), "x", bufferLength: 1024);
        Assert.Equal(FrameCopy.ReadSound(file), FrameCopy.ReadAll(reader).Frames);
    }

    [Fact]
    public void Packed_files_may_be_packed_in_pieces()
    {
        var file = SampleFiles.Make("pcap-le");
        byte[] pieces = [.. CaptureBytes.Gzip(file[..30]), .. CaptureBytes.Gzip(file[30..]), .. CaptureBytes.Gzip([])];
        Assert.Equal(FrameCopy.ReadSound(file), FrameCopy.ReadSound(pieces));
    }

    [Fact]
    public void A_broken_packed_file_gives_what_came_before_the_break()
    {
        var builder = new CaptureBytes(false).Pcap();
        for (var i = 0; i < 3000; i++)
        {
            builder.Record((uint)i, 0, CaptureBytes.Count(50, i));
        }
        var file = CaptureBytes.Gzip(builder.ToArray());
        var all = FrameCopy.ReadSound(file);
        file[^6] ^= 1; // the checksum
        var (frames, damage) = FrameCopy.ReadAll(file);
        Assert.InRange(frames.Count, 2700, all.Count);
        Assert.Equal(all.Take(frames.Count), frames);
        Assert.Contains("checksum", damage!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_stream_is_closed()
    {
        var stream = new MemoryStream([1, 2, 3, 4]);
        Assert.Throws<CaptureFormatException>(() => CaptureFile.Open(stream, "x"));
        Assert.False(stream.CanRead);
    }

    [Theory]
    [InlineData(0, 1 << 20)]
    [InlineData(1, 1 << 20)]
    [InlineData(64, 1 << 20)]
    [InlineData(512, 1 << 17)]
    [InlineData(1_000_000, 1 << 14)]
    public void Many_files_share_the_memory_for_their_buffers(int files, int expected) => Assert.Equal(expected, CaptureFile.BufferLengthFor(files));
}
