using System.Net.Sockets;
using System.Text.Json;

namespace IpReassembler.LiveTests.Transfer;

/// <summary>The server as a process, when the machine is not on its side: each trouble is named, and nothing half done stands under a final name.</summary>
public sealed class ServerInTroubleTests : IDisposable
{
    private const string Header = "big.bin<SEPARATOR>8000000";

    private readonly string _folder = Directory.CreateTempSubdirectory("ipreasm-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_full_disk_is_named_and_leaves_room_again()
    {
        RequireRoot();
        // A disk of 1 MiB, in a mount namespace that ends with the server.
        var command = $"mount -t tmpfs -o size=1m none '{_folder}' && {Ipreasm.CommandLine} serve upload --dir '{_folder}' --port 0 --json"
            + $" --once; code=$?; echo left: $(ls -A '{_folder}' | wc -l); exit $code";
        using var server = new Background(_folder, "\"listening\"", "unshare", "--mount", "sh", "-c", command);
        Send(PortOf(server), 8_000_000);
        Assert.Equal(3, server.WaitForExit());
        Assert.Contains("cannot write big.bin: the disk is full", server.Said);
        Assert.Contains("\"fault\":\"storage\"", server.Said);
        Assert.Contains("left: 0", server.Said);
    }

    [Fact]
    public void A_folder_that_is_not_ours_is_named()
    {
        RequireRoot();
        Assert.SkipUnless(Run.CanFind("setpriv"), "setpriv is not installed (Debian: util-linux)");
        var inbox = Directory.CreateDirectory(Path.Combine(_folder, "inbox")).FullName;
        Assert.Equal(0, Run.Of("chmod", "755", _folder).ExitCode);
        using var server = new Background(
            "/", "\"listening\"", "sh", "-c", $"exec setpriv --reuid=65534 --regid=65534 --clear-groups {Ipreasm.CommandLine} serve upload --dir '{inbox}' --port 0 --json --once");
        Send(PortOf(server), 8_000_000);
        Assert.Equal(5, server.WaitForExit());
        Assert.Contains("permission denied", server.Said);
        Assert.Empty(Directory.GetFileSystemEntries(inbox));
    }

    [Fact]
    public void A_port_that_is_not_ours_is_named_with_the_cure()
    {
        RequireRoot();
        Assert.SkipUnless(Run.CanFind("setpriv"), "setpriv is not installed (Debian: util-linux)");
        // A network namespace of its own has the system's usual limit, whatever this machine's is.
        var run = Run.Of(
            "unshare", "--net", "sh", "-c",
            $"sysctl -qw net.ipv4.ip_unprivileged_port_start=1024; exec setpriv --reuid=65534 --regid=65534 --clear-groups {Ipreasm.CommandLine} serve message --port 80");
        Assert.Equal(5, run.ExitCode);
        Assert.Contains("not permitted. Choose a port from 1024 up", run.Error);
    }

    [Fact]
    public void Killed_in_mid_file_it_leaves_no_half_file_under_its_name_and_the_next_one_clears_up()
    {
        using (var server = new Background(_folder, "\"listening\"", "sh", "-c", $"exec {Ipreasm.CommandLine} serve upload --dir '{_folder}' --port 0 --json"))
        {
            using var half = Send(PortOf(server), 4_000_000);
            Assert.True(SpinWait.SpinUntil(() => Directory.GetFiles(_folder).Any(file => new FileInfo(file).Length > 3_000_000), TimeSpan.FromSeconds(60)));
            server.Kill();
        }

        Assert.False(File.Exists(Path.Combine(_folder, "big.bin")));
        Assert.StartsWith(".ipreasm-", Path.GetFileName(Assert.Single(Directory.GetFiles(_folder))));
        using var next = new Background(_folder, "\"listening\"", "sh", "-c", $"exec {Ipreasm.CommandLine} serve upload --dir '{_folder}' --port 0 --json");
        next.WaitUntilReady();
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public void Asked_to_end_it_says_what_it_cut(string signal, int code)
    {
        using var server = new Background(
            _folder, "\"listening\"", "python3", "-c", Restored, "sh", "-c", $"exec {Ipreasm.CommandLine} serve upload --dir '{_folder}' --port 0 --json");
        Assert.SkipUnless(Run.CanFind("python3"), "python3 is not installed");
        using var half = Send(PortOf(server), 4_000_000);
        Assert.True(SpinWait.SpinUntil(() => Directory.GetFiles(_folder).Any(file => new FileInfo(file).Length > 3_000_000), TimeSpan.FromSeconds(60)));
        Assert.Equal(0, Run.Of("sh", "-c", $"kill -{signal} {server.Id}").ExitCode);
        Assert.Equal(code, server.WaitForExit());
        Assert.Matches(@"big\.bin, \d+ of 8000000 bytes: cut, because the end was asked for", server.Said);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    // A test runner may have been started with SIGINT ignored, which programs inherit.
    private const string Restored = "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execvp(sys.argv[1], sys.argv[1:])";

    private static void RequireRoot() => Assert.SkipUnless(Environment.UserName == "root" && OperatingSystem.IsLinux(), "needs root on Linux");

    private static int PortOf(Background server) => JsonDocument.Parse(server.WaitUntilReady()).RootElement.GetProperty("port").GetInt32();

    // Sends so many bytes of the file. The connection stays open as long as the socket.
    private static Socket Send(int port, int bytes)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect("127.0.0.1", port);
        try
        {
            socket.Send(System.Text.Encoding.ASCII.GetBytes(Header));
            socket.Send(new byte[bytes]);
        }
        catch (SocketException)
        {
            // The server had enough, and will say why.
        }

        return socket;
    }
}
