using System.Net.Sockets;
using IpReassembler.Transfer;

namespace IpReassembler.Tests.Transfer;

/// <summary>Each protocol between two of us, and byte for byte on the wire.</summary>
public class ProtocolTests
{
    public static TheoryData<int> Sizes => [0, 1, 4095, 4096, 4097, Connection.BufferSize, 1_000_000];

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Sst(int size)
    {
        using var folder = new TemporaryFolder();
        var content = Bytes.Random(size);
        var path = folder.Write("source", content);
        foreach (var pacing in new[] { Pacing.Acknowledged, Pacing.None })
        {
            await using var server = new TestServer(connection => SstProtocol.ServeAsync(connection, path, pacing));
            using var connection = await server.OpenAsync();
            var got = await TestServer.Follow(SstProtocol.GetAsync(connection, new ReceivedFiles(folder.Path, WhenExists.Overwrite), "copy"));
            connection.Dispose();
            await Check(server, got, content, "copy");
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Upload(int size)
    {
        using var folder = new TemporaryFolder();
        var content = Bytes.Random(size);
        var path = folder.Write("source", content);
        foreach (var pacing in new[] { Pacing.Acknowledged, Pacing.None })
        {
            using var inbox = new TemporaryFolder();
            await using var server = new TestServer(connection => UploadProtocol.ReceiveAsync(connection, new ReceivedFiles(inbox.Path, WhenExists.Refuse)));
            using var connection = await server.OpenAsync();
            await Check(server, await TestServer.Follow(UploadProtocol.SendAsync(connection, path, pacing)), content, "source");
        }
    }

    [Fact]
    public async Task Batch()
    {
        using var folder = new TemporaryFolder();
        using var inbox = new TemporaryFolder();
        string[] paths = [.. Sizes.Select(row => folder.Write($"ção {row.Data}", Bytes.Random(row.Data)))];
        await using var server = new TestServer(connection => BatchProtocol.ReceiveAsync(connection, new ReceivedFiles(inbox.Path, WhenExists.Refuse)));
        using var connection = await server.OpenAsync();
        var sent = await TestServer.Follow(BatchProtocol.SendAsync(connection, paths));
        var received = await server.NextAsync();
        Assert.Null(sent.Failure);
        Assert.Null(received.Failure);
        Assert.Equal(sent.Files.Select(file => (file.Name, file.Sha256)), received.Files.Select(file => (file.Name, file.Sha256)));
        Assert.All(paths, path => Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(Path.Combine(inbox.Path, Path.GetFileName(path)))));
        Assert.Equal(paths.Length, Directory.GetFiles(inbox.Path).Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("7")]
    [InlineData("16385")]
    [InlineData("12 olá")]
    public async Task Message(string text)
    {
        var content = System.Text.Encoding.UTF8.GetBytes(text);
        foreach (var pacing in new[] { Pacing.Acknowledged, Pacing.None })
        {
            await using var server = new TestServer(MessageProtocol.ReceiveAsync);
            using var connection = await server.OpenAsync();
            using var message = OutgoingFile.Of("message", content);
            var sent = await TestServer.Follow(MessageProtocol.SendAsync(connection, message, pacing));
            var received = Assert.Single((await server.NextAsync()).Files);
            Assert.Null(sent.Failure);
            Assert.Equal($"Mensagem recebida: {content.Length} bytes", sent.Files[0].Text);
            Assert.Equal((text, (long)content.Length, Bytes.Sha256(content)), (received.Text, received.Size, received.Sha256));
        }
    }

    [Theory]
    [InlineData(16_385)] // the length that the protocol's first program was tried with
    [InlineData(1_000_000)]
    public async Task A_long_message_is_confirmed_without_the_sender_ending_its_side(int length)
    {
        await using var server = new TestServer(MessageProtocol.ReceiveAsync);
        using var socket = server.Connect();
        socket.Send([.. Bytes.Of($"{length}"), .. Enumerable.Repeat((byte)'A', length)]);
        Assert.Equal($"Mensagem recebida: {length} bytes", await ReadToEnd(socket));
        Assert.Equal(length, (await server.NextAsync()).Files[0].Size);
    }

    [Theory]
    [InlineData("7x")]
    [InlineData("12 olas")]
    [InlineData("0x")]
    public async Task A_message_that_begins_with_digits_is_confirmed_when_nothing_follows(string text)
    {
        await using var server = new TestServer(MessageProtocol.ReceiveAsync);
        using var socket = server.Connect();
        socket.Send(Bytes.Of($"{text.Length}{text}"));
        Assert.Equal($"Mensagem recebida: {text.Length} bytes", await ReadToEnd(socket));
        Assert.Equal(text, (await server.NextAsync()).Files[0].Text);
    }

    [Theory]
    [InlineData("250", "x")]
    [InlineData("10", "0")]
    [InlineData("3", "1")]
    public async Task Of_a_length_that_comes_alone_no_digit_belongs_to_the_message(string length, string letter)
    {
        var read = new TaskCompletionSource();
        await using var server = new TestServer(connection => Noticed(MessageProtocol.ReceiveAsync(connection), read));
        using var socket = server.Connect();
        socket.Send(Bytes.Of(length));
        await read.Task.WaitAsync(TestServer.Patience, TestContext.Current.CancellationToken);
        socket.Send(Enumerable.Repeat((byte)letter[0], int.Parse(length)).ToArray());
        Assert.Equal($"Mensagem recebida: {length} bytes", await ReadToEnd(socket));
    }

    [Fact]
    public async Task On_the_wire_is_what_the_protocols_say()
    {
        using var folder = new TemporaryFolder();
        var content = Bytes.Random(10_000);
        var path = folder.Write("a.bin", content);
        var other = folder.Write("b", Bytes.Of("b"));
        await Sends(Bytes.Upload("a.bin", content), connection => UploadProtocol.SendAsync(connection, path, Pacing.Acknowledged));
        await Sends(Bytes.Batch(("a.bin", content), ("b", Bytes.Of("b"))), connection => BatchProtocol.SendAsync(connection, [path, other]));
        await Sends(Bytes.Batch(), connection => BatchProtocol.SendAsync(connection, []));
        await Sends(Bytes.Sst(content), connection => SstProtocol.ServeAsync(connection, path, Pacing.Acknowledged));
        await Sends(Bytes.Sst(content), connection => SstProtocol.ServeAsync(connection, path, Pacing.None));
    }

    [Fact]
    public async Task A_name_that_the_upload_cannot_carry_is_refused_before_anything_is_sent()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("a<SEPARATOR>b", []);
        await Sends([], connection => UploadProtocol.SendAsync(connection, path, Pacing.None), TransferFault.Protocol);
    }

    [Fact]
    public async Task Names_that_a_batch_cannot_carry_are_refused_before_anything_is_sent()
    {
        using var folder = new TemporaryFolder();
        var good = folder.Write("a", []);
        Directory.CreateDirectory(Path.Combine(folder.Path, "sub"));
        string[] bad = [folder.Write(new string('é', 65), []), folder.Write(" a", []), folder.Write("a ", []), folder.Write("sub/a", [])];
        foreach (var path in bad)
        {
            await Sends([], connection => BatchProtocol.SendAsync(connection, [good, path]), TransferFault.Protocol);
        }

        await Sends([], connection => BatchProtocol.SendAsync(connection, [good, Path.Combine(folder.Path, "nosuch")]), TransferFault.Storage);
    }

    [Fact]
    public async Task A_file_that_shrinks_while_it_is_sent_is_not_called_sent()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("a", Bytes.Random(1_000_000));
        var first = true;
        await foreach (var step in Shrinking())
        {
            if (first)
            {
                using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
                file.SetLength(500_000);
                first = false;
            }

            Assert.Null(step.File);
        }

        Assert.False(first);

        async IAsyncEnumerable<TransferStep> Shrinking()
        {
            using var inbox = new TemporaryFolder();
            await using var server = new TestServer(connection => UploadProtocol.ReceiveAsync(connection, new ReceivedFiles(inbox.Path, WhenExists.Refuse)));
            var connection = await server.OpenAsync();
            await using var steps = UploadProtocol.SendAsync(connection, path, Pacing.None).GetAsyncEnumerator();
            while (true)
            {
                try
                {
                    Assert.True(await steps.MoveNextAsync());
                }
                catch (TransferException failed)
                {
                    Assert.Equal(TransferFault.Integrity, failed.Fault);
                    break;
                }

                yield return steps.Current;
            }

            // The reset tells the other side too.
            connection.Dispose();
            Assert.Equal(TransferFault.Network, (await server.NextAsync()).Fault);
            Assert.Empty(Directory.GetFileSystemEntries(inbox.Path));
        }
    }

    private static async Task Check(TestServer server, TestServer.Ending ours, byte[] content, string name)
    {
        var theirs = await server.NextAsync();
        Assert.Null(ours.Failure);
        Assert.Null(theirs.Failure);
        var (here, there) = (Assert.Single(ours.Files), Assert.Single(theirs.Files));
        Assert.Equal((content.Length, Bytes.Sha256(content)), (here.Size, here.Sha256));
        Assert.Equal((here.Size, here.Sha256), (there.Size, there.Sha256));
        Assert.Equal(name, here.Name);
        Assert.Equal(content, File.ReadAllBytes((here.Path ?? there.Path)!));
    }

    // What a transfer sends to a peer that only listens, and ends when it does.
    private static async Task Sends(byte[] expected, Func<Connection, IAsyncEnumerable<TransferStep>> protocol, TransferFault? fault = null)
    {
        await using var server = new TestServer(protocol);
        using var socket = server.Connect();
        var bytes = new MemoryStream();
        try
        {
            await new NetworkStream(socket).CopyToAsync(bytes).WaitAsync(TestServer.Patience);
        }
        catch (IOException) when (fault is not null)
        {
        }

        socket.Close();
        Assert.Equal(fault, (await server.NextAsync()).Fault);
        Assert.Equal(expected, bytes.ToArray());
    }

    private static async Task<string> ReadToEnd(Socket socket)
    {
        using var reader = new StreamReader(new NetworkStream(socket));
        return await reader.ReadToEndAsync().WaitAsync(TestServer.Patience);
    }

    // The same steps; the first one is told.
    private static async IAsyncEnumerable<TransferStep> Noticed(IAsyncEnumerable<TransferStep> steps, TaskCompletionSource first)
    {
        await foreach (var step in steps)
        {
            first.TrySetResult();
            yield return step;
        }
    }
}
