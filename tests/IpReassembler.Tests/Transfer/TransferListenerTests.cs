using System.Net.Sockets;
using IpReassembler.Transfer;

namespace IpReassembler.Tests.Transfer;

[Collection(HeavyTests.Name)]
public class TransferListenerTests
{
    [Fact]
    public async Task A_transfer_under_way_may_finish_when_the_end_is_asked_for()
    {
        using var inbox = new TemporaryFolder();
        await using var server = Uploads(inbox);
        using var socket = server.Connect();
        socket.Send(Bytes.Of("a<SEPARATOR>5he"));
        Assert.True(SpinWait.SpinUntil(() => Directory.GetFiles(inbox.Path).Length == 1, TestServer.Patience));
        var stopped = server.StopAsync();
        socket.Send(Bytes.Of("llo"));
        socket.Shutdown(SocketShutdown.Send);
        await stopped;
        Assert.Null((await server.NextAsync()).Failure);
        Assert.Equal("hello", File.ReadAllText(Path.Combine(inbox.Path, "a")));
    }

    [Fact]
    public async Task A_transfer_that_does_not_finish_is_cut_and_leaves_nothing()
    {
        using var inbox = new TemporaryFolder();
        await using var server = Uploads(inbox);
        using var socket = server.Connect();
        socket.Send(Bytes.Of("a<SEPARATOR>5he"));
        Assert.True(SpinWait.SpinUntil(() => Directory.GetFiles(inbox.Path).Length == 1, TestServer.Patience));
        await server.StopAsync();
        Assert.IsAssignableFrom<OperationCanceledException>((await server.NextAsync()).Failure);
        Assert.Empty(Directory.GetFileSystemEntries(inbox.Path));
        Assert.Throws<SocketException>(() => socket.Receive(new byte[1]));
    }

    [Fact]
    public async Task One_at_a_time_the_others_wait_for_their_turn()
    {
        using var inbox = new TemporaryFolder();
        await using var server = Uploads(inbox, new TransferLimits { MaxClients = 1 });
        var sockets = Enumerable.Range(0, 20).Select(_ => server.Connect()).ToList();
        foreach (var socket in sockets.AsEnumerable().Reverse())
        {
            socket.Send(Bytes.Upload("a", Bytes.Of("hello")));
            socket.Shutdown(SocketShutdown.Send);
        }

        for (var i = 0; i < sockets.Count; i++)
        {
            Assert.Null((await server.NextAsync()).Failure);
        }

        Assert.Equal((1, 20), (server.MostAtOnce, Directory.GetFiles(inbox.Path).Length));
        sockets.ForEach(socket => socket.Dispose());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Memory_does_not_grow_with_the_file(bool beginsWithDigits)
    {
        const int Size = 100 << 20;
        using var inbox = new TemporaryFolder();
        await using var server = Uploads(inbox);
        var piece = Enumerable.Repeat((byte)(beginsWithDigits ? '7' : 'x'), 1 << 20).ToArray();
        using var socket = server.Connect();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        socket.Send(Bytes.Of($"a<SEPARATOR>{Size}"));
        for (var i = 0; i < Size >> 20; i++)
        {
            socket.Send(piece);
        }

        socket.Shutdown(SocketShutdown.Send);
        Assert.Equal(Size, Assert.Single((await server.NextAsync()).Files).Size);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 8 << 20);
    }

    [Fact]
    public async Task A_connection_that_is_not_ended_well_is_reset()
    {
        await using var server = new TestServer(Nothing);
        using var socket = server.Connect();
        await server.NextAsync();
        Assert.Equal(SocketError.ConnectionReset, Assert.Throws<SocketException>(() => socket.Receive(new byte[1])).SocketErrorCode);
    }

    private static TestServer Uploads(TemporaryFolder inbox, TransferLimits? limits = null) =>
        new(connection => UploadProtocol.ReceiveAsync(connection, new ReceivedFiles(inbox.Path, WhenExists.Rename)), limits);

    private static async IAsyncEnumerable<TransferStep> Nothing(Connection connection)
    {
        await Task.Yield();
        yield break;
    }
}
