using System.Net.Sockets;
using System.Text;
using IpReassembler.Transfer;

namespace IpReassembler.Tests.Transfer;

/// <summary>Peers that mean harm, or are merely broken: a clear error, nothing outside the folder, nothing half done in it, and the next peer is served.</summary>
public class HostilePeerTests
{
    private static readonly TransferLimits Small = new() { MaxSize = 1000, MaxFiles = 3 };

    public static TheoryData<string, string, TransferFault?> UploadStreams => new()
    {
        { "", "nothing was sent", TransferFault.Protocol },
        { "GET / HTTP/1.1\r\n\r\n", "this is no upload", TransferFault.Protocol },
        { new string('a', 100_000), "this is no upload", TransferFault.Protocol },
        { new string('a', 300) + "<SEPARATOR>1x", "longer than 255 bytes", TransferFault.Protocol },
        { "a<SEPARATOR>", "no size", TransferFault.Protocol },
        { "a<SEPARATOR>-5hello", "no size", TransferFault.Protocol },
        { "a<SEPARATOR>+5hello", "no size", TransferFault.Protocol },
        { "a<SEPARATOR> 5hello", "no size", TransferFault.Protocol },
        { "a<SEPARATOR>five", "no size", TransferFault.Protocol },
        { "a<SEPARATOR>5hell", "was cut short: 4 of 5 bytes came", TransferFault.Integrity },
        { "a<SEPARATOR>5hello!", "more than 5 bytes came", TransferFault.Integrity },
        { "a<SEPARATOR>05hello", "more than 0 bytes came", TransferFault.Integrity },
        { "a<SEPARATOR>1001" + new string('x', 1001), "more than 100 bytes came", TransferFault.Integrity },
        { "a<SEPARATOR>99999999999999999999999999", "more than 999 bytes came|was cut short", TransferFault.Integrity },
        { "<SEPARATOR>1x", "it is empty", TransferFault.Protocol },
        { ".<SEPARATOR>1x", "it means a folder", TransferFault.Protocol },
        { "..<SEPARATOR>1x", "it means a folder", TransferFault.Protocol },
        { "../<SEPARATOR>1x", "it is empty", TransferFault.Protocol },
        { "a\0b<SEPARATOR>1x", "control character", TransferFault.Protocol },
        { "a\u00ff<SEPARATOR>1x", "is not UTF-8", TransferFault.Protocol },
        { "NUL.txt<SEPARATOR>1x", "device", TransferFault.Protocol },
        { "../x<SEPARATOR>1x", "", null },
        { "/etc/x<SEPARATOR>1x", "", null },
        { @"a\..\x<SEPARATOR>1x", "", null },
        { @"C:\x<SEPARATOR>1x", "", null },
    };

    public static TheoryData<string, string, TransferFault?> BatchStreams => new()
    {
        { "", "after 0 of the 4 bytes of the number of files", TransferFault.Integrity },
        { "\0\0", "after 2 of the 4 bytes", TransferFault.Integrity },
        { Latin1(Bytes.Count(uint.MaxValue)), "announces 4294967295 files: at most 3", TransferFault.Limit },
        { Latin1(Bytes.Count(4)), "announces 4 files: at most 3", TransferFault.Limit },
        { Latin1(Bytes.Count(1)) + "a", "after 1 of the 136 bytes of the name and size of file 1", TransferFault.Integrity },
        { OneFile("a", 5, "hell"), "a was cut short: 4 of 5 bytes came", TransferFault.Integrity },
        { OneFile("a", 1001, ""), "at most 1000 are taken", TransferFault.Limit },
        { OneFile("a", ulong.MaxValue, ""), "has 18446744073709551615 bytes", TransferFault.Limit },
        { OneFile("a", 1UL << 63, ""), "has 9223372036854775808 bytes", TransferFault.Limit },
        { OneFile("", 1, "x"), "it is empty", TransferFault.Protocol },
        { OneFile(".", 1, "x"), "it means a folder", TransferFault.Protocol },
        { OneFile("..", 1, "x"), "it means a folder", TransferFault.Protocol },
        { OneFile("a\0", 1, "x"), "control character", TransferFault.Protocol },
        { OneFile("\u00ff\u00fe", 1, "x"), "is not UTF-8", TransferFault.Protocol },
        { OneFile("com1", 1, "x"), "device", TransferFault.Protocol },
        { OneFile("../x", 1, "x"), "", null },
        { OneFile("/etc/x", 1, "x"), "", null },
        { OneFile(@"a\..\x", 1, "x"), "", null },
    };

    public static TheoryData<string, string, TransferFault?> SstStreams => new()
    {
        { "", "after 0 of the 10 bytes of the size", TransferFault.Integrity },
        { "12", "after 2 of the 10 bytes of the size", TransferFault.Integrity },
        { "-5        ", "no number", TransferFault.Protocol },
        { "         5", "no number", TransferFault.Protocol },
        { "1 2       ", "no number", TransferFault.Protocol },
        { "          ", "no number", TransferFault.Protocol },
        { "\0\0\0\0\0\0\0\0\0\0", "no number", TransferFault.Protocol },
        { "HTTP/1.1 400", "no number", TransferFault.Protocol },
        { "1001      ", "announces 1001 bytes as the size: at most 1000", TransferFault.Limit },
        { "9999999999", "announces 9999999999 bytes", TransferFault.Limit },
        { "5         ", "after 0 of the 10 bytes of a frame's length", TransferFault.Integrity },
        { "5         0         ", "a frame of 0 bytes where 5 are left", TransferFault.Integrity },
        { "5         6         hello!", "a frame of 6 bytes where 5 are left", TransferFault.Integrity },
        { "5         4097      ", "announces 4097 bytes as a frame's length", TransferFault.Limit },
        { "5         -1        ", "no number", TransferFault.Protocol },
        { "5         5         hel", "after 3 of the 5 bytes of a frame", TransferFault.Integrity },
        { "5         2         he3         llo", "", null },
        { "0         ", "", null },
    };

    public static TheoryData<string, string, TransferFault?> MessageStreams => new()
    {
        { "", "nothing was sent", TransferFault.Protocol },
        { "hello", "does not begin with a length", TransferFault.Protocol },
        { "-5hello", "does not begin with a length", TransferFault.Protocol },
        { "5hell", "1 digits that announce 5, and 4 of these", TransferFault.Integrity },
        { "5hello!", "and more follow", TransferFault.Integrity },
        { "9999999999999999999999", "digits that announce 999", TransferFault.Integrity },
        { "5hello", "", null },
        { "0", "", null },
    };

    [Theory]
    [MemberData(nameof(UploadStreams))]
    public Task Upload(string stream, string message, TransferFault? fault) =>
        OurServerSays(stream, message, fault, UploadProtocol.ReceiveAsync, Bytes.Upload("good", Bytes.Of("good")));

    [Theory]
    [MemberData(nameof(BatchStreams))]
    public Task Batch(string stream, string message, TransferFault? fault) =>
        OurServerSays(stream, message, fault, BatchProtocol.ReceiveAsync, Bytes.Batch(("good", Bytes.Of("good"))));

    [Theory]
    [MemberData(nameof(MessageStreams))]
    public Task Message(string stream, string message, TransferFault? fault) =>
        OurServerSays(stream, message, fault, (connection, _) => MessageProtocol.ReceiveAsync(connection), Bytes.Of("4good"));

    [Theory]
    [MemberData(nameof(SstStreams))]
    public async Task Sst(string stream, string message, TransferFault? fault)
    {
        using var inbox = new Inbox();
        using var hostile = new HostileServer(Bytes.Of(stream));
        using var connection = await hostile.OpenAsync(Small);
        Check(await TestServer.Follow(SstProtocol.GetAsync(connection, inbox.Files, "x")), message, fault);
        inbox.HoldsOnly(fault is null ? ["x"] : []);
    }

    [Fact]
    public async Task Every_split_of_a_small_stream_is_the_same()
    {
        foreach (var content in new[] { "hello", "12345", "7x" })
        {
            await EverySplit(Bytes.Upload("a", Bytes.Of(content)), UploadProtocol.ReceiveAsync, content);
            await EverySplit(Bytes.Batch(("a", Bytes.Of(content))), BatchProtocol.ReceiveAsync, content);
        }

        async Task EverySplit(byte[] stream, Func<Connection, ReceivedFiles, IAsyncEnumerable<TransferStep>> protocol, string content)
        {
            using var inbox = new Inbox();
            await using var server = new TestServer(connection => protocol(connection, inbox.Files));
            for (var cut = 1; cut < stream.Length; cut++)
            {
                using var socket = server.Connect();
                socket.Send(stream.AsSpan(0, cut));
                SpinWait.SpinUntil(() => SendBuffer.IsEmpty(socket));
                socket.Send(stream.AsSpan(cut));
                socket.Shutdown(SocketShutdown.Send);
                var ending = await server.NextAsync();
                Assert.Null(ending.Failure);
                Assert.Equal(content, File.ReadAllText(ending.Files.Single().Path!));
            }
        }
    }

    [Fact]
    public async Task A_peer_that_sends_byte_by_byte_is_served()
    {
        using var inbox = new Inbox();
        foreach (var (protocol, stream) in new (Func<Connection, IAsyncEnumerable<TransferStep>>, byte[])[]
        {
            (connection => UploadProtocol.ReceiveAsync(connection, inbox.Files), Bytes.Upload("a", Bytes.Of("12 hello"))),
            (connection => BatchProtocol.ReceiveAsync(connection, inbox.Files), Bytes.Batch(("a", Bytes.Of("12 hello")))),
            (MessageProtocol.ReceiveAsync, Bytes.Of("812 hello")),
        })
        {
            await using var server = new TestServer(protocol);
            using var socket = server.Connect();
            foreach (var one in stream)
            {
                socket.Send([one]);
                SpinWait.SpinUntil(() => SendBuffer.IsEmpty(socket));
            }

            socket.Shutdown(SocketShutdown.Send);
            var ending = await server.NextAsync();
            Assert.Null(ending.Failure);
            Assert.Equal((8L, Bytes.Sha256(Bytes.Of("12 hello"))), (ending.Files[0].Size, ending.Files[0].Sha256));
        }

        using var slow = new HostileServer(Bytes.Sst(Bytes.Of("12 hello")), byteByByte: true);
        using var connection = await slow.OpenAsync(Small);
        Assert.Equal(8, (await TestServer.Follow(SstProtocol.GetAsync(connection, inbox.Files, "b"))).Files.Single().Size);
    }

    [Fact]
    public async Task A_reset_in_mid_file_leaves_nothing()
    {
        using var inbox = new Inbox();
        foreach (var (protocol, stream) in new (Func<Connection, IAsyncEnumerable<TransferStep>>, byte[])[]
        {
            (connection => UploadProtocol.ReceiveAsync(connection, inbox.Files), Bytes.Upload("a", Bytes.Random(500))),
            (connection => BatchProtocol.ReceiveAsync(connection, inbox.Files), Bytes.Batch(("a", Bytes.Random(500)))),
            (MessageProtocol.ReceiveAsync, Bytes.Of("500" + new string('x', 500))),
        })
        {
            await using var server = new TestServer(protocol);
            using (var socket = server.Connect())
            {
                socket.Send(stream.AsSpan(0, stream.Length / 2));
                SpinWait.SpinUntil(() => SendBuffer.IsEmpty(socket));
                socket.LingerState = new LingerOption(true, 0);
            }

            var ending = await server.NextAsync();
            Assert.Equal(TransferFault.Network, ending.Fault);
            Assert.Contains("reset the connection", ending.Failure!.Message);
            inbox.HoldsOnly();
        }
    }

    [Fact]
    public async Task The_files_before_the_bad_one_stay()
    {
        using var inbox = new Inbox();
        await using var server = new TestServer(connection => BatchProtocol.ReceiveAsync(connection, inbox.Files));
        using var socket = server.Connect();
        byte[] stream = [.. Bytes.Count(2), .. Bytes.BatchHead(Bytes.Of("a"), 1), (byte)'x', .. Bytes.BatchHead(Bytes.Of(".."), 1), (byte)'y'];
        socket.Send(stream);
        var ending = await server.NextAsync();
        Assert.Equal(TransferFault.Protocol, ending.Fault);
        Assert.Equal("a", Assert.Single(ending.Files).Name);
        inbox.HoldsOnly("a");
    }

    [Fact]
    public async Task A_receiver_that_goes_away_is_no_success_for_the_sender()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("a", Bytes.Random(100));
        using var hostile = new HostileServer([], resets: true);
        using var connection = await hostile.OpenAsync(new TransferLimits());
        var ending = await TestServer.Follow(UploadProtocol.SendAsync(connection, path, Pacing.None));
        Assert.Equal(TransferFault.Network, ending.Fault);
        Assert.Empty(ending.Files);
    }

    [Fact]
    public async Task Idle_connections_take_no_place()
    {
        using var inbox = new Inbox();
        var limits = new TransferLimits { MaxClients = 1, IdleTimeout = TimeSpan.FromMinutes(10) };
        await using var server = new TestServer(connection => UploadProtocol.ReceiveAsync(connection, inbox.Files), limits);
        var idle = Enumerable.Range(0, 200).Select(_ => server.Connect()).ToList();
        using var socket = server.Connect();
        socket.Send(Bytes.Upload("a", Bytes.Of("hello")));
        socket.Shutdown(SocketShutdown.Send);
        Assert.Null((await server.NextAsync()).Failure);
        inbox.HoldsOnly("a");
        idle.ForEach(one => one.Dispose());
    }

    [Fact]
    public async Task Idle_connections_are_cut_off_in_time_however_many_there_are()
    {
        using var inbox = new Inbox();
        var limits = new TransferLimits { MaxClients = 1, IdleTimeout = TimeSpan.FromMilliseconds(300) };
        await using var server = new TestServer(connection => UploadProtocol.ReceiveAsync(connection, inbox.Files), limits);
        var idle = Enumerable.Range(0, 400).Select(_ => server.Connect()).ToList();
        foreach (var _ in idle)
        {
            var ending = await server.NextAsync();
            Assert.Equal(TransferFault.Timeout, ending.Fault);
            Assert.EndsWith("did nothing for 300 ms", ending.Failure!.Message);
        }

        idle.ForEach(one => one.Dispose());
    }

    [Theory]
    [InlineData("upload")]
    [InlineData("batch")]
    [InlineData("message")]
    public async Task A_peer_that_drips_is_cut_off(string protocol)
    {
        using var inbox = new Inbox();
        await using var server = new TestServer(
            connection => protocol switch
            {
                "upload" => UploadProtocol.ReceiveAsync(connection, inbox.Files),
                "batch" => BatchProtocol.ReceiveAsync(connection, inbox.Files),
                _ => MessageProtocol.ReceiveAsync(connection),
            },
            new TransferLimits { IdleTimeout = TimeSpan.FromSeconds(1) });
        using var socket = server.Connect();
        var end = server.NextAsync();
        var stream = Bytes.Upload("a", new byte[10_000]);
        // A byte now and then is the attack itself; nobody waits for anything else with it.
        using var drip = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var i = 0; !end.IsCompleted && i < stream.Length && await drip.WaitForNextTickAsync(TestContext.Current.CancellationToken); i++)
        {
            try
            {
                socket.Send([protocol switch { "upload" => stream[i], "batch" => (byte)(i == 3 ? 1 : i < 4 ? 0 : 'a'), _ => (byte)(i == 0 ? '9' : i < 4 ? '0' : 'x') }]);
            }
            catch (SocketException)
            {
                break; // It had enough.
            }
        }

        var ending = await end;
        Assert.Equal(TransferFault.Timeout, ending.Fault);
        Assert.Contains("the peer sent only", ending.Failure!.Message);
        inbox.HoldsOnly();
    }

    [Fact]
    public async Task A_peer_that_does_not_read_is_cut_off()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("a", new byte[20_000_000]);
        foreach (var pacing in new[] { Pacing.None, Pacing.Acknowledged })
        {
            await using var server = new TestServer(
                connection => SstProtocol.ServeAsync(connection, path, pacing), new TransferLimits { IdleTimeout = TimeSpan.FromMilliseconds(500) });
            using var socket = server.Connect();
            Assert.Equal(TransferFault.Timeout, (await server.NextAsync()).Fault);
        }
    }

    private static string Latin1(byte[] bytes) => Encoding.Latin1.GetString(bytes);

    private static string OneFile(string name, ulong size, string content) => Latin1([.. Bytes.Count(1), .. Bytes.BatchHead(Bytes.Of(name), size)]) + content;

    private static async Task OurServerSays(
        string stream, string message, TransferFault? fault, Func<Connection, ReceivedFiles, IAsyncEnumerable<TransferStep>> protocol, byte[] good)
    {
        using var inbox = new Inbox();
        await using var server = new TestServer(connection => protocol(connection, inbox.Files), Small);
        var ending = await Send(Bytes.Of(stream));
        Check(ending, message, fault);
        string[] stored = [.. ending.Files.Where(file => file.Path is not null).Select(_ => "x")];
        inbox.HoldsOnly(stored);

        // The next peer is served as if nothing had been.
        var next = await Send(good);
        Assert.Null(next.Failure);
        inbox.HoldsOnly([.. stored, .. next.Files.Where(file => file.Path is not null).Select(_ => "good")]);

        async Task<TestServer.Ending> Send(byte[] bytes)
        {
            using var socket = server.Connect();
            try
            {
                socket.Send(bytes);
                socket.Shutdown(SocketShutdown.Send);
            }
            catch (SocketException)
            {
                // It had heard enough.
            }

            return await server.NextAsync();
        }
    }

    private static void Check(TestServer.Ending ending, string message, TransferFault? fault)
    {
        Assert.True(fault == ending.Fault, $"expected {fault}, got {ending.Failure}");
        Assert.Contains(message.Split('|'), one => (ending.Failure?.Message ?? "").Contains(one, StringComparison.Ordinal));
        Assert.Equal(message.Length == 0, ending.Failure is null);
    }

    /// <summary>A folder to receive in, alone in a folder that must stay as it is.</summary>
    private sealed class Inbox : IDisposable
    {
        private readonly TemporaryFolder _outside = new();
        private readonly string _path;

        public Inbox()
        {
            _path = Directory.CreateDirectory(Path.Combine(_outside.Path, "inbox")).FullName;
            Files = new ReceivedFiles(_path, WhenExists.Rename);
        }

        public ReceivedFiles Files { get; }

        public void HoldsOnly(params string[] names)
        {
            Assert.Equal(names.Order(), Directory.GetFileSystemEntries(_path).Select(path => Path.GetFileName(path)!).Order());
            Assert.Equal(["inbox"], Directory.GetFileSystemEntries(_outside.Path).Select(path => Path.GetFileName(path)!));
        }

        public void Dispose() => _outside.Dispose();
    }
}
