using System.Net;
using System.Security.Cryptography;
using IpReassembler.Transfer;

namespace IpReassembler.LiveTests.Transfer;

/// <summary>The programs from which the protocols come, against ours, both ways: every file is the same at both ends, every time.</summary>
public sealed class CourseInteropTests : IDisposable
{
    private const int Repetitions = 10;
    private static readonly int[] Sizes = [0, 1, 4095, 4096, 4097, 1 << 20, 50 << 20];
    private static readonly TransferLimits Limits = new();

    private readonly string _folder = Directory.CreateTempSubdirectory("ipreasm-").FullName;

    public static TheoryData<int> AllSizes => [.. Sizes];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(AllSizes))]
    public async Task Their_sst_client_takes_from_our_server(int size)
    {
        CoursePrograms.Require();
        var source = Make("source", size);
        await using var server = new Serving(connection => SstProtocol.ServeAsync(connection, source, Pacing.Acknowledged));
        var client = CoursePrograms.SstClient(_folder, server.Port);
        for (var i = 0; i < Repetitions; i++)
        {
            Python(client);
            Same(source, Path.Combine(_folder, "cliente", "teste.zip"));
        }

        Assert.Equal(Repetitions, await server.CountFiles(Repetitions));
    }

    [Theory]
    [MemberData(nameof(AllSizes))]
    public async Task Our_sst_client_takes_from_their_server(int size)
    {
        CoursePrograms.Require();
        var source = Make("teste.zip", size);
        var port = Background.FreePort();
        using var server = new Background(_folder, "Servidor iniciado", "python3", "-u", CoursePrograms.SstServer(_folder, port));
        server.WaitUntilReady();
        for (var i = 0; i < Repetitions; i++)
        {
            await Our(port, connection => SstProtocol.GetAsync(connection, Into(_folder), "copy"));
            Same(source, Path.Combine(_folder, "copy"));
        }
    }

    [Theory]
    [MemberData(nameof(AllSizes))]
    public async Task Their_upload_client_sends_to_our_server(int size)
    {
        CoursePrograms.Require();
        var source = Make("source", size);
        var inbox = Directory.CreateDirectory(Path.Combine(_folder, "inbox")).FullName;
        await using var server = new Serving(connection => UploadProtocol.ReceiveAsync(connection, Into(inbox)));
        var client = CoursePrograms.UploadClient(_folder);
        for (var i = 1; i <= Repetitions; i++)
        {
            Python(client, $"127.0.0.1\n{server.Port}\n{source}\n");
            Assert.Equal(i, await server.CountFiles(i));
            Same(source, Path.Combine(inbox, "source"));
        }
    }

    [Theory]
    [MemberData(nameof(AllSizes))]
    public async Task Our_upload_client_sends_to_their_server(int size)
    {
        CoursePrograms.Require();
        var source = Make("source", size);
        var inbox = Directory.CreateDirectory(Path.Combine(_folder, "inbox")).FullName;
        var port = Background.FreePort();
        using var server = new Background(inbox, "Escutando", "python3", "-u", CoursePrograms.UploadServer(_folder, port));
        server.WaitUntilReady();
        for (var i = 0; i < Repetitions; i++)
        {
            await Our(port, connection => UploadProtocol.SendAsync(connection, source, Pacing.Acknowledged));
            Same(source, Path.Combine(inbox, "source"));
            File.Delete(Path.Combine(inbox, "source"));
        }
    }

    [Fact]
    public async Task Their_batch_client_sends_to_our_server()
    {
        CoursePrograms.Require();
        var files = Directory.CreateDirectory(Path.Combine(_folder, "files")).FullName;
        var inbox = Directory.CreateDirectory(Path.Combine(_folder, "inbox")).FullName;
        Array.ForEach(Sizes, size => Make($"files/{size}.bin", size));
        await using var server = new Serving(connection => BatchProtocol.ReceiveAsync(connection, Into(inbox)));
        var client = CoursePrograms.BatchClient(_folder, server.Port, files);
        for (var i = 1; i <= Repetitions; i++)
        {
            Python(client);
            Assert.Equal(i * (Sizes.Length + 10), await server.CountFiles(i));
            SameFolders(files, inbox, Sizes.Length + 10);
        }
    }

    [Fact]
    public async Task Our_batch_client_sends_to_their_server()
    {
        CoursePrograms.Require();
        var files = Directory.CreateDirectory(Path.Combine(_folder, "files")).FullName;
        var inbox = Directory.CreateDirectory(Path.Combine(_folder, "inbox")).FullName;
        string[] paths = [.. Sizes.Select(size => Make($"files/{size}.bin", size))];
        var port = Background.FreePort();
        using var server = new Background(inbox, "Servidor ouvindo", "python3", "-u", CoursePrograms.BatchServer(_folder, port));
        server.WaitUntilReady();
        for (var i = 0; i < Repetitions; i++)
        {
            await Our(port, connection => BatchProtocol.SendAsync(connection, paths));
            SameFolders(files, inbox, Sizes.Length);
            Array.ForEach(Directory.GetFiles(inbox), File.Delete);
        }
    }

    [Fact]
    public void The_ten_small_files_are_theirs()
    {
        CoursePrograms.Require();
        var (files, inbox) = (Path.Combine(_folder, "files"), Directory.CreateDirectory(Path.Combine(_folder, "inbox")).FullName);
        var port = Background.FreePort();
        using var server = new Background(inbox, "Servidor ouvindo", "python3", "-u", CoursePrograms.BatchServer(_folder, port));
        server.WaitUntilReady();
        Python(CoursePrograms.BatchClient(_folder, port, files));
        Array.ForEach(Directory.GetFiles(inbox), File.Delete);
        var run = Ipreasm.Run("put", "batch", "127.0.0.1", "--port", $"{port}", "--sample", "10");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(Directory.GetFiles(files).Select(Path.GetFileName).Order(), Directory.GetFiles(inbox).Select(Path.GetFileName).Order());
    }

    private static ReceivedFiles Into(string folder) => new(folder, WhenExists.Overwrite);

    private static async Task Our(int port, Func<Connection, IAsyncEnumerable<TransferStep>> transfer)
    {
        using var connection = await Connection.OpenAsync("127.0.0.1", port, Limits, TimeProvider.System, TestContext.Current.CancellationToken);
        await foreach (var _ in transfer(connection))
        {
        }
    }

    private static void SameFolders(string one, string other, int count)
    {
        Assert.Equal(count, Directory.GetFiles(other).Length);
        foreach (var path in Directory.GetFiles(other))
        {
            Same(Path.Combine(one, Path.GetFileName(path)), path);
        }
    }

    private static void Same(string one, string other) => Assert.Equal(Sha256(one), Sha256(other));

    private static string Sha256(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexString(SHA256.HashData(file));
    }

    private void Python(string program, string? input = null)
    {
        // The shell keeps to one folder; the answers come from a file, as if typed.
        var answers = Path.Combine(_folder, "answers");
        File.WriteAllText(answers, input ?? "");
        var run = Run.Of("sh", "-c", $"cd '{_folder}' && PYTHONIOENCODING=utf-8 exec python3 '{program}' < '{answers}'");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
    }

    private string Make(string name, int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>One of our servers on a free port. Anything that fails fails the test.</summary>
    private sealed class Serving : IAsyncDisposable
    {
        private readonly TransferListener _listener = TransferListener.Bind(IPAddress.Loopback, 0, Limits, TimeProvider.System);
        private readonly CancellationTokenSource _stop = new();
        private readonly SemaphoreSlim _ended = new(0);
        private readonly Task _running;
        private int _transfers;
        private int _files;

        public Serving(Func<Connection, IAsyncEnumerable<TransferStep>> protocol) => _running = _listener.RunAsync(connection => Serve(connection, protocol), _stop.Token);

        public int Port => _listener.Address.Port;

        /// <summary>How many files went through, once so many transfers have ended.</summary>
        public async Task<int> CountFiles(int transfers)
        {
            for (; _transfers < transfers; _transfers++)
            {
                Assert.True(await _ended.WaitAsync(TimeSpan.FromSeconds(60)), "a transfer did not end");
            }

            return _files;
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _running;
            _listener.Dispose();
        }

        private async Task Serve(Connection connection, Func<Connection, IAsyncEnumerable<TransferStep>> protocol)
        {
            await foreach (var step in protocol(connection))
            {
                Interlocked.Add(ref _files, step.File is null ? 0 : 1);
            }

            _ended.Release();
        }
    }
}
