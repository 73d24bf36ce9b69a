using System.Net.Sockets;
using System.Text;
using IpReassembler.Transfer;

namespace IpReassembler.Tests.Transfer;

public class CommandServerTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answers_every_command(bool asLines)
    {
        await using var server = new RunningCommandServer();
        var large = new byte[300_000];
        Random.Shared.NextBytes(large);
        server.Folder.Write("b.bin", large);
        server.Folder.Write("a ção.txt", "olá"u8.ToArray());
        server.Folder.Write("empty", []);
        Directory.CreateDirectory(Path.Combine(server.Folder.Path, "folder"));
        File.CreateSymbolicLink(Path.Combine(server.Folder.Path, "link"), "/etc/passwd");

        var (connection, client) = await server.ConnectAsync(asLines);
        using (connection)
        {
            Assert.Equal("Servidor online 24 horas", Words(await client.AskAsync(CommandKind.Info)));
            Assert.Matches("^[0-2][0-9]:[0-5][0-9]:[0-5][0-9]$", Words(await client.AskAsync(CommandKind.Time)));
            Assert.Equal(["a ção.txt", "b.bin", "empty"], ((CommandReply.Names)await client.AskAsync(CommandKind.List)).Items);
            foreach (var (name, content) in new[] { ("b.bin", large), ("a ção.txt", "olá"u8.ToArray()), ("empty", []) })
            {
                var file = (CommandReply.File)await client.AskAsync(CommandKind.File, name);
                Assert.Equal(name, file.Name);
                Assert.Equal(content, file.Content.ToArray());
            }

            Assert.Equal("Arquivo não encontrado!", Words(await client.AskAsync(CommandKind.File, "nothing")));
            Assert.Equal("Arquivo não encontrado!", Words(await client.AskAsync(CommandKind.File)));
            Assert.Equal("Adeus!", Words(await client.AskAsync(CommandKind.Quit)));
            await Assert.ThrowsAsync<TransferException>(async () => await client.AskAsync(CommandKind.Time));
        }

        Assert.Equal(["b.bin", "a ção.txt", "empty"], server.Sent.Select(file => file.Name));
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", server.Sent.Last().Sha256);
        Assert.Empty(server.Failures);
    }

    [Theory]
    [InlineData("../secret")]
    [InlineData("..\\secret")]
    [InlineData("/etc/passwd")]
    [InlineData("link")]
    [InlineData("folder")]
    [InlineData("folder/")]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a\0.txt")]
    [InlineData("CON")]
    public async Task Nothing_outside_the_folder_can_be_had(string name)
    {
        await using var server = new RunningCommandServer();
        var secret = Path.Combine(Path.GetDirectoryName(server.Folder.Path)!, "secret");
        Assert.False(Path.Exists(secret));
        Directory.CreateDirectory(Path.Combine(server.Folder.Path, "folder"));
        File.CreateSymbolicLink(Path.Combine(server.Folder.Path, "link"), "/etc/passwd");
        var (connection, client) = await server.ConnectAsync(asLines: false);
        using (connection)
        {
            Assert.Equal("Arquivo não encontrado!", Words(await client.AskAsync(CommandKind.File, name)));
        }
    }

    [Fact]
    public async Task A_path_means_the_file_of_that_name_in_the_folder()
    {
        await using var server = new RunningCommandServer();
        server.Folder.Write("passwd", "ours"u8.ToArray());
        var (connection, client) = await server.ConnectAsync(asLines: true);
        using (connection)
        {
            Assert.Equal("ours"u8.ToArray(), ((CommandReply.File)await client.AskAsync(CommandKind.File, "../../etc/passwd")).Content.ToArray());
        }
    }

    [Fact]
    public async Task Keeps_its_limits()
    {
        await using var server = new RunningCommandServer(new TransferLimits { MaxSize = 10, MaxFiles = 2 });
        server.Folder.Write("ten", new byte[10]);
        server.Folder.Write("eleven", new byte[11]);
        var (connection, client) = await server.ConnectAsync(asLines: false);
        using (connection)
        {
            Assert.Equal(2, ((CommandReply.Names)await client.AskAsync(CommandKind.List)).Items.Count);
            Assert.Equal(10, ((CommandReply.File)await client.AskAsync(CommandKind.File, "ten")).Content.Length);
            Assert.Equal("the file has more than 10 bytes", Words(await client.AskAsync(CommandKind.File, "eleven")));
            server.Folder.Write("third", []);
            Assert.Equal("there are more than 2 files", Words(await client.AskAsync(CommandKind.List)));
        }
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_refused_and_the_talk_goes_on()
    {
        await using var server = new RunningCommandServer();
        var path = server.Folder.Write("locked", "x"u8.ToArray());
        using var holder = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None); // whose lock another open in this process respects
        var (connection, client) = await server.ConnectAsync(asLines: true);
        using (connection)
        {
            Assert.Equal("the file cannot be read", Words(await client.AskAsync(CommandKind.File, "locked")));
            Assert.Equal(CommandVocabulary.Online, Words(await client.AskAsync(CommandKind.Info)));
        }

        Assert.Empty(server.Failures);
    }

    [Theory]
    // As the client of the protocol's first program sends them, in one piece or in as many as there are bytes.
    [InlineData(@"\x80\x04\x95\x0f\x00\x00\x00\x00\x00\x00\x00]\x94(\x8c\x06LISTAR\x94Ne.", @"\x80\x04](X\x05\x00\x00\x00a.txte.")]
    [InlineData(@"(lp0\nVLISTAR\np1\naNa.", @"\x80\x04](X\x05\x00\x00\x00a.txte.")]
    [InlineData(@"]q\x00(X\x06\x00\x00\x00LISTARq\x01Ne.", @"\x80\x04](X\x05\x00\x00\x00a.txte.")]
    [InlineData(@"\x80\x04(\x8c\x07ARQUIVO\x8c\x05a.txtt.", @"\x80\x04X\x05\x00\x00\x00a.txtB\x02\x00\x00\x00hi\x86.")]
    [InlineData(@"\x80\x03]X\x0a\x00\x00\x00hora_certaa.", @"\x80\x04X\x15\x00\x00\x00Comando desconhecido..")]
    [InlineData(@"\x80\x03N.", @"\x80\x04X\x15\x00\x00\x00Comando desconhecido..")]
    [InlineData("listar_arquivos\\n", "1\\na.txt\\n")]
    [InlineData("LISTAR\\x0d\\n", "1\\na.txt\\n")]
    [InlineData("  List  \\n", "1\\na.txt\\n")]
    [InlineData("enviar_arquivo a.txt\\n", "2 a.txt\\nhi")]
    [InlineData("enviar_arquivo nada\\n", "erro: Arquivo n\\xc3\\xa3o encontrado!\\n")]
    [InlineData("dados\\nfinalizar_conexao\\n", "Servidor online 24 horas\\nAdeus!\\n")]
    [InlineData("ajuda\\n", "erro: Comando desconhecido. (dados, hora_atual, enviar_arquivo, listar_arquivos, finalizar_conexao)\\n")]
    public async Task Reads_what_comes_however_it_is_cut(string request, string answer)
    {
        await using var server = new RunningCommandServer();
        server.Folder.Write("a.txt", "hi"u8.ToArray());
        var (bytes, expected) = (PickleSamples.Bytes(request), PickleSamples.Bytes(answer));
        foreach (var piece in new[] { bytes.Length, 1, 3 })
        {
            using var socket = server.ConnectRaw();
            for (var at = 0; at < bytes.Length; at += piece)
            {
                socket.Send(bytes.AsSpan(at, Math.Min(piece, bytes.Length - at)));
            }

            socket.Shutdown(SocketShutdown.Send);
            Assert.Equal(Encoding.Latin1.GetString(expected), Encoding.Latin1.GetString(ReadToEnd(socket)));
        }

        Assert.Empty(server.Failures);
    }

    [Fact]
    public async Task Several_requests_in_one_piece_are_answered_in_order()
    {
        await using var server = new RunningCommandServer();
        server.Folder.Write("a", "1"u8.ToArray());
        using var socket = server.ConnectRaw();
        socket.Send(PickleSamples.Bytes(@"\x80\x04]X\x06\x00\x00\x00LISTARa.\x80\x04](X\x07\x00\x00\x00ARQUIVOX\x01\x00\x00\x00ae.(VCONSULTA\nl."));
        socket.Shutdown(SocketShutdown.Send);
        Assert.Equal(
            PickleSamples.Bytes(@"\x80\x04](X\x01\x00\x00\x00ae.\x80\x04X\x01\x00\x00\x00aB\x01\x00\x00\x001\x86.\x80\x04X\x18\x00\x00\x00Servidor online 24 horas."),
            ReadToEnd(socket));
    }

    [Fact]
    public async Task Nothing_is_answered_behind_the_farewell()
    {
        await using var server = new RunningCommandServer();
        using var socket = server.ConnectRaw();
        socket.Send("quit\ndados\n"u8);
        Assert.Equal("Adeus!\n", Encoding.UTF8.GetString(ReadToEnd(socket)));
    }

    [Fact]
    public async Task A_small_answer_comes_with_one_read()
    {
        await using var server = new RunningCommandServer();
        server.Folder.Write("a.txt", new byte[900]);
        using var socket = server.ConnectRaw();
        socket.Send(PickleSamples.Bytes(@"\x80\x04](X\x07\x00\x00\x00ARQUIVOX\x05\x00\x00\x00a.txte."));
        Assert.Equal(2 + 5 + 5 + 5 + 900 + 2, socket.Receive(new byte[1024]));
    }

    private static string Words(CommandReply reply) => Assert.IsType<CommandReply.Words>(reply).Text;

    private static byte[] ReadToEnd(Socket socket)
    {
        var all = new List<byte>();
        var buffer = new byte[4096];
        for (int count; (count = socket.Receive(buffer)) > 0;)
        {
            all.AddRange(buffer.AsSpan(0, count));
        }

        return [.. all];
    }
}
