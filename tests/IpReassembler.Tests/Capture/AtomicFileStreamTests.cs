using IpReassembler.Capture;
using IpReassembler.Packets;

namespace IpReassembler.Tests.Capture;

public sealed class AtomicFileStreamTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("capture").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("a.pcap", "pcap")]
    [InlineData("a.PCAP", "pcap")]
    [InlineData("a.pcapng", "pcapng")]
    [InlineData("a", "pcapng")]
    public void The_file_appears_when_it_is_complete_in_the_format_of_its_name(string name, string format)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, "old");
        using (var sink = CaptureFile.CreateWriter(path))
        {
            sink.Write(new CapturedFrame(new byte[200_000], LinkType.Raw, default));
            Assert.Equal("old", File.ReadAllText(path));
            sink.Complete();
            Assert.Equal([path], Directory.GetFileSystemEntries(_folder));
        }
        using var reader = CaptureFile.Open(path);
        Assert.Equal(format, reader.Format);
        Assert.Single(FrameCopy.ReadAll(reader).Frames);
    }

    [Fact]
    public void An_incomplete_file_leaves_nothing()
    {
        using (var sink = CaptureFile.CreateWriter(Path.Combine(_folder, "a.pcap")))
        {
            sink.Write(new CapturedFrame(new byte[200_000], LinkType.Raw, default));
            Assert.Single(Directory.GetFileSystemEntries(_folder));
        }
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void A_link_stays_a_link()
    {
        var target = Path.Combine(_folder, "target.pcapng");
        var link = Path.Combine(_folder, "link.pcapng");
        File.WriteAllText(target, "old");
        File.CreateSymbolicLink(link, target);
        using (var sink = CaptureFile.CreateWriter(link))
        {
            sink.Complete();
        }
        Assert.Equal(target, File.ResolveLinkTarget(link, false)!.FullName);
        Assert.Empty(FrameCopy.ReadSound(File.ReadAllBytes(target)));
    }

    [Fact]
    public void An_empty_file_is_replaced_like_any_other()
    {
        var path = Path.Combine(_folder, "empty.pcap");
        File.WriteAllBytes(path, []);
        using (CaptureFile.CreateWriter(path))
        {
            Assert.Equal(2, Directory.GetFileSystemEntries(_folder).Length);
        }
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void A_device_is_written_and_not_replaced()
    {
        Assert.SkipUnless(File.Exists("/dev/null"), "There is no /dev/null here.");
        using (var sink = CaptureFile.CreateWriter("/dev/null"))
        {
            sink.Complete();
        }
        Assert.Equal(0, new FileInfo("/dev/null").Length);
    }

    [Fact]
    public void A_device_behind_a_link_is_written_and_not_replaced()
    {
        Assert.SkipUnless(File.Exists("/dev/null"), "There is no /dev/null here.");
        var link = Path.Combine(_folder, "link.pcap");
        File.CreateSymbolicLink(link, "/dev/null");
        using (var stream = AtomicFileStream.Create(link))
        {
            Assert.IsNotType<AtomicFileStream>(stream);
        }
    }

    [Fact]
    public void A_missing_folder_is_named()
    {
        var error = Assert.Throws<DirectoryNotFoundException>(() => CaptureFile.CreateWriter(Path.Combine(_folder, "none", "a.pcap")));
        Assert.Contains("none does not exist", error.Message, StringComparison.Ordinal);
        Assert.Throws<IOException>(() => CaptureFile.CreateWriter(_folder));
    }
}
