using IpReassembler.Transfer;

namespace IpReassembler.Tests.Transfer;

public class ReceivedFilesTests
{
    [Fact]
    public void A_file_has_no_name_before_it_is_whole()
    {
        using var folder = new TemporaryFolder();
        using (var file = new ReceivedFiles(folder.Path, WhenExists.Rename).Create("a.bin"))
        {
            file.Write([1, 2, 3]);
            Assert.False(File.Exists(Path.Combine(folder.Path, "a.bin")));
        }

        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData(WhenExists.Rename, FileFate.Renamed, "a (1).tar", "old", "new")]
    [InlineData(WhenExists.Overwrite, FileFate.Overwrote, "a.tar", "new", null)]
    [InlineData(WhenExists.Skip, FileFate.Skipped, null, "old", null)]
    public void A_name_that_is_taken(WhenExists what, FileFate fate, string? stored, string there, string? beside)
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.tar", Bytes.Of("old"));
        var file = Store(folder, what, "a.tar", "new");
        Assert.Equal((fate, stored), (file.Fate, Path.GetFileName(file.Path)));
        Assert.Equal(there, File.ReadAllText(Path.Combine(folder.Path, "a.tar")));
        Assert.Equal(beside, Directory.GetFiles(folder.Path, "a (1)*").Select(File.ReadAllText).SingleOrDefault());
        Assert.Equal(beside is null ? 1 : 2, Directory.GetFileSystemEntries(folder.Path).Length);
    }

    [Fact]
    public void Refusing_is_said_before_a_byte_is_taken()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a", []);
        var refused = Assert.Throws<TransferException>(() => new ReceivedFiles(folder.Path, WhenExists.Refuse).Create("a"));
        Assert.Equal(TransferFault.Storage, refused.Fault);
        Assert.Contains("exists already", refused.Message);
    }

    [Fact]
    public void Refusing_holds_when_the_name_is_taken_meanwhile()
    {
        using var folder = new TemporaryFolder();
        using var file = new ReceivedFiles(folder.Path, WhenExists.Refuse).Create("a");
        folder.Write("a", Bytes.Of("old"));
        Assert.Throws<TransferException>(() => file.Commit());
        Assert.Equal("old", File.ReadAllText(Path.Combine(folder.Path, "a")));
    }

    [Theory]
    [InlineData("a", "a (2)")]
    [InlineData("a.b.c", "a.b (2).c")]
    [InlineData(".profile", ".profile (2)")]
    [InlineData("a.", "a. (2)")]
    public void Numbers_go_in_front_of_the_extension(string name, string third)
    {
        using var folder = new TemporaryFolder();
        string[] paths = [.. Enumerable.Range(0, 3).Select(_ => Store(folder, WhenExists.Rename, name, "x").Path!)];
        Assert.Equal(third, Path.GetFileName(paths[2]));
    }

    [Fact]
    public void A_long_name_gives_way_to_its_number()
    {
        using var folder = new TemporaryFolder();
        var name = new string('a', 249) + "é.txt"; // 255 bytes
        Assert.Equal(name, Path.GetFileName(Store(folder, WhenExists.Rename, name, "x").Path));
        Assert.Equal(new string('a', 247) + " (1).txt", Path.GetFileName(Store(folder, WhenExists.Rename, name, "x").Path));
    }

    [Theory]
    [InlineData(WhenExists.Rename)]
    [InlineData(WhenExists.Overwrite)]
    [InlineData(WhenExists.Skip)]
    public void A_link_is_not_followed(WhenExists what)
    {
        using var folder = new TemporaryFolder();
        using var elsewhere = new TemporaryFolder();
        foreach (var (link, target) in new[] { ("there", elsewhere.Write("victim", Bytes.Of("old"))), ("dangling", Path.Combine(elsewhere.Path, "nowhere")) })
        {
            File.CreateSymbolicLink(Path.Combine(folder.Path, link), target);
            Store(folder, what, link, "new");
        }

        Assert.Equal(["victim"], Directory.GetFileSystemEntries(elsewhere.Path).Select(Path.GetFileName));
        Assert.Equal("old", File.ReadAllText(Path.Combine(elsewhere.Path, "victim")));
    }

    [Fact]
    public void Many_files_of_one_name_at_once_are_all_kept()
    {
        using var folder = new TemporaryFolder();
        // Each begins by clearing away what nobody holds, while others are about to lock theirs.
        Parallel.For(0, 50, number => Store(folder, WhenExists.Rename, "a.txt", number.ToString()));
        Assert.Equal(Enumerable.Range(0, 50), Directory.GetFiles(folder.Path).Select(path => int.Parse(File.ReadAllText(path))).Order());
    }

    [Fact]
    public async Task A_folder_that_is_cleared_all_the_time_takes_files_all_the_same()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        var clearing = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                TemporaryFiles.DeleteLeftovers(folder.Path);
            }
        }, TestContext.Current.CancellationToken);
        Parallel.For(0, 10_000, _ => TemporaryFiles.Create(folder.Path).Dispose());

        await stop.CancelAsync();
        await clearing;
    }

    [Fact]
    public async Task A_name_that_another_program_takes_at_the_last_moment_is_only_another_name()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        // It makes and removes the name all the time, so that some of the looks are no longer true when the file is moved.
        var other = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                File.Delete(folder.Write("a", []));
            }
        }, TestContext.Current.CancellationToken);
        for (var i = 0; i < 200; i++)
        {
            Assert.Contains(Store(folder, WhenExists.Rename, "a", "x").Fate, new[] { FileFate.Stored, FileFate.Renamed });
        }

        await stop.CancelAsync();
        await other.WaitAsync(TestServer.Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void What_a_killed_process_left_is_cleared_away_and_what_is_being_written_is_not()
    {
        using var folder = new TemporaryFolder();
        using var other = new ReceivedFiles(folder.Path, WhenExists.Rename).Create("b");
        other.Write(Bytes.Of("under way"));
        string[] foreign = [".ipreasm-notes.tmp", "a.tmp", ".ipreasm-abcdefgh.ijk.tmp.txt"];
        foreach (var name in foreign)
        {
            folder.Write(name, Bytes.Of("mine"));
        }

        folder.Write(".ipreasm-abcdefgh.ijk.tmp", Bytes.Of("half"));
        File.CreateSymbolicLink(Path.Combine(folder.Path, ".ipreasm-bbbbbbbb.bbb.tmp"), folder.Write("target", []));
        _ = new ReceivedFiles(folder.Path, WhenExists.Rename);
        Assert.Equal("under way", File.ReadAllText(other.Commit().Path!));
        Assert.Equal([.. foreign.Concat([".ipreasm-bbbbbbbb.bbb.tmp", "b", "target"]).Order()], Directory.GetFileSystemEntries(folder.Path).Select(path => Path.GetFileName(path)!).Order());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(Connection.BufferSize - 1)]
    [InlineData(Connection.BufferSize)]
    [InlineData((3 * Connection.BufferSize) + 7)]
    public void Bytes_go_in_front_of_what_is_there(int length)
    {
        using var folder = new TemporaryFolder();
        var content = Bytes.Random(length);
        using var file = new ReceivedFiles(folder.Path, WhenExists.Rename).Create("a");
        file.Write(content);
        file.Prepend(Bytes.Of("0123456"));
        byte[] whole = [.. Bytes.Of("0123456"), .. content];
        var stored = file.Commit();
        Assert.Equal((whole.Length, Bytes.Sha256(whole)), (stored.Size, stored.Sha256));
        Assert.Equal(whole, File.ReadAllBytes(stored.Path!));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named() =>
        Assert.Contains("no such folder", Assert.Throws<TransferException>(() => new ReceivedFiles("/nowhere/at/all", WhenExists.Rename)).Message);

    private static TransferredFile Store(TemporaryFolder folder, WhenExists what, string name, string content)
    {
        using var file = new ReceivedFiles(folder.Path, what).Create(name);
        file.Write(Bytes.Of(content));
        return file.Commit();
    }
}
