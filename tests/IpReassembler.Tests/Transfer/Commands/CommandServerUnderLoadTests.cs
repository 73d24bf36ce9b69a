using System.Net.Sockets;
using System.Text;
using IpReassembler.Transfer;

namespace IpReassembler.Tests.Transfer;

/// <summary>Many peers, and peers that mean harm.</summary>
public class CommandServerUnderLoadTests
{
    [Fact]
    public async Task Fifty_clients_get_ten_thousand_right_answers()
    {
        await using var server = new RunningCommandServer();
        for (var i = 0; i < 10; i++)
        {
            server.Folder.Write($"file{i}", Content(i));
        }

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => Task.Run(() => AskAsync(server, number))));
        Assert.Equal(10_000, answers.Sum());
        Assert.Empty(server.Failures);
        Assert.Equal(2500, server.Sent.Count);
    }

    [Theory]
    [InlineData(@"\x16\x03\x01\x02\x00", "neither a pickle nor a word")] // TLS
    [InlineData(@"\x00\x00\x00\x00", "neither a pickle nor a word")]
    [InlineData(@"cos\nsystem\n(Vls\ntR.", null)] // the opcode GLOBAL is a letter too: a word that is not known
    [InlineData(@"\x80\x04cos\nsystem\n(Vls\ntR.", "the opcode GLOBAL is not allowed")]
    [InlineData(@"\x80\x04\x95\x1d\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x94\x8c\x06system\x94\x93", "the opcode STACK_GLOBAL is not allowed")]
    [InlineData(@"(ios\nsystem\n", "the opcode INST is not allowed")]
    [InlineData(@"](X\xff\xff\xff\x7f", "longer than 65536 bytes")]
    [InlineData(@"\x80\x63", "the protocol is above 5")]
    public async Task Is_not_harmed_by(string attack, string? reason)
    {
        await using var server = new RunningCommandServer();
        using var socket = server.ConnectRaw();
        socket.Send(PickleSamples.Bytes(attack));
        if (reason is not null)
        {
            socket.Shutdown(SocketShutdown.Send);
            await server.FailedAsync(1, failed => failed.Message.Contains(reason, StringComparison.Ordinal));
        }

        await AssertServes(server);
    }

    [Fact]
    public async Task Says_why_a_pickle_is_refused()
    {
        await using var server = new RunningCommandServer();
        using var socket = server.ConnectRaw();
        socket.Send(PickleSamples.Bytes(@"\x80\x04\x8c\x02os\x8c\x06system\x93"));
        var reader = new PickleReader(new PickleLimits { MaxLength = 1000 });
        var buffer = new byte[1000];
        reader.Accept(buffer.AsSpan(0, socket.Receive(buffer)));
        Assert.Contains("STACK_GLOBAL is not allowed", ((PickleValue.Text)reader.Value!).Value, StringComparison.Ordinal);
        Assert.Equal(0, socket.Receive(buffer));
    }

    [Fact]
    public async Task Goes_on_beside_two_hundred_idle_and_half_gone_peers()
    {
        await using var server = new RunningCommandServer();
        server.Folder.Write("large", new byte[5_000_000]);
        var peers = Enumerable.Range(0, 200).Select(_ => server.ConnectRaw()).ToList();
        for (var i = 0; i < peers.Count; i++)
        {
            switch (i % 5)
            {
                case 1: // stops in the middle of a request
                    peers[i].Send(PickleSamples.Bytes(@"\x80\x04](X\x07\x00\x00\x00ARQ"));
                    break;
                case 2: // asks for much, and reads nothing
                    peers[i].Send("enviar_arquivo large\n"u8);
                    break;
                case 3: // ends its side in the middle of a request
                    peers[i].Send("hora_at"u8);
                    peers[i].Shutdown(SocketShutdown.Send);
                    break;
                case 4: // resets
                    peers[i].Send("enviar_arquivo large\n"u8);
                    peers[i].LingerState = new LingerOption(true, 0);
                    peers[i].Dispose();
                    break;
            }
        }

        await AssertServes(server);
        await server.FailedAsync(40, failed => failed.Fault == TransferFault.Integrity);
        peers.ForEach(peer => peer.Dispose());
        await AssertServes(server);
    }

    [Fact]
    public async Task Cuts_off_a_peer_that_drips()
    {
        await using var server = new RunningCommandServer(new TransferLimits { IdleTimeout = TimeSpan.FromSeconds(2) });
        using var socket = server.ConnectRaw();
        using var patience = new CancellationTokenSource(RunningCommandServer.Patience);
        // A byte now and then is the attack itself; nobody waits for anything else with it.
        using var drip = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (server.Failures.IsEmpty && await drip.WaitForNextTickAsync(patience.Token))
        {
            try
            {
                socket.Send("x"u8);
            }
            catch (SocketException)
            {
                break;
            }
        }

        await server.FailedAsync(1, failed => failed.Fault == TransferFault.Timeout);
        await AssertServes(server);
    }

    [Fact]
    public async Task Chance_makes_no_request_that_harms()
    {
        await using var server = new RunningCommandServer(new TransferLimits { MaxClients = 100 });
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var round = 0; round < LongRuns.Rounds(300, 5000); round++)
        {
            var bytes = PickleSamples.Bytes(@"\x80\x04\x95\x1b\x00\x00\x00\x00\x00\x00\x00]\x94(\x8c\x07ARQUIVO\x94\x8c\x09notas.txt\x94e.");
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            using var socket = server.ConnectRaw();
            socket.Send(bytes.AsSpan(0, random.Next(1, bytes.Length + 1)));
        }

        await AssertServes(server);
        Assert.DoesNotContain(server.Failures, failed => failed.Fault is TransferFault.Storage or TransferFault.NotPermitted);
    }

    private static async Task<int> AskAsync(RunningCommandServer server, int number)
    {
        var (connection, client) = await server.ConnectAsync(asLines: number % 2 == 1);
        using (connection)
        {
            var right = 0;
            for (var i = 0; i < 50; i++)
            {
                var wanted = (number + i) % 10;
                var file = (CommandReply.File)await client.AskAsync(CommandKind.File, $"file{wanted}");
                right += file.Name == $"file{wanted}" && file.Content.Span.SequenceEqual(Content(wanted)) ? 1 : 0;
                right += await client.AskAsync(CommandKind.Info) is CommandReply.Words { Text: CommandVocabulary.Online } ? 1 : 0;
                right += await client.AskAsync(CommandKind.List) is CommandReply.Names { Items.Count: 10 } ? 1 : 0;
                right += await client.AskAsync(CommandKind.File, "none") is CommandReply.Words { Text: CommandVocabulary.FileNotFound } ? 1 : 0;
            }

            await client.AskAsync(CommandKind.Quit);
            return right;
        }
    }

    private static async Task AssertServes(RunningCommandServer server)
    {
        var (connection, client) = await server.ConnectAsync(asLines: false);
        using (connection)
        {
            Assert.Equal(CommandVocabulary.Online, Assert.IsType<CommandReply.Words>(await client.AskAsync(CommandKind.Info)).Text);
        }
    }

    private static byte[] Content(int number) => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat($"{number},", 1000 * number)));
}
