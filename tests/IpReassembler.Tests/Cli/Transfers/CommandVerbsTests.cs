using System.Text;
using IpReassembler.Cli;
using IpReassembler.Tests.Transfer;

namespace IpReassembler.Tests.Cli.Transfers;

[Collection(HeavyTests.Name)]
public class CommandVerbsTests
{
    [Theory]
    [InlineData("CONSULTA", "Servidor online 24 horas\n")]
    [InlineData("dados --text", "Servidor online 24 horas\n")]
    [InlineData("LISTAR", "a.txt\nb c.txt\n")]
    [InlineData("listar_arquivos --text", "a.txt\nb c.txt\n")]
    [InlineData("list --json", """{"type":"answer","command":"LISTAR","names":["a.txt","b c.txt"]}""" + "\n")]
    [InlineData("info --json", """{"type":"answer","command":"CONSULTA","text":"Servidor online 24 horas"}""" + "\n")]
    [InlineData("SAIR", "Adeus!\n")]
    [InlineData("ARQUIVO a.txt -o -", "one\ntwo\n")]
    [InlineData("file b c.txt -o - --text", "three\n")]
    public async Task One_question_has_one_answer(string words, string answer)
    {
        await using var server = Start();
        var run = Call(server, words);
        Assert.Equal((0, answer, ""), (run.ExitCode, run.Text, run.Error));
        Assert.Empty(server.Failures);
    }

    [Fact]
    public async Task A_file_is_stored()
    {
        await using var server = Start();
        using var folder = new TemporaryFolder();
        Assert.Contains("a.txt  8 bytes  sha256 ", Call(server, $"ARQUIVO a.txt -o {folder.Path}").Text, StringComparison.Ordinal);
        Call(server, $"ARQUIVO a.txt -o {folder.Path}");
        Call(server, $"ARQUIVO a.txt -o {folder.Path}/mine");
        Assert.Equal(["a (1).txt", "a.txt", "mine"], Directory.EnumerateFiles(folder.Path).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
        Assert.All(Directory.EnumerateFiles(folder.Path), path => Assert.Equal("one\ntwo\n", File.ReadAllText(path)));
        Assert.Equal(ExitCode.BadFile, Call(server, $"ARQUIVO a.txt -o {folder.Path} --exists refuse").ExitCode);
    }

    [Theory]
    [InlineData("ARQUIVO nada", ExitCode.Finding, "ipreasm: the server says: Arquivo não encontrado!\n")]
    [InlineData("ARQUIVO nada --text", ExitCode.Finding, "ipreasm: the server says: Arquivo não encontrado!\n")]
    [InlineData("LISTRA", ExitCode.Usage, "ipreasm: 'LISTRA' is no command; did you mean 'LISTAR'? There is CONSULTA, HORA, ARQUIVO, LISTAR, SAIR.\n")]
    [InlineData("LISTAR --try .", ExitCode.Usage, "ipreasm: --try starts a server of its own: leave out HOST and WORD\n")]
    [InlineData("LISTAR -o nowhere/a", ExitCode.BadFile, "ipreasm: cannot store in nowhere: there is no such folder. Make it first.\n")]
    public async Task What_went_wrong_is_said_once(string words, int code, string message)
    {
        await using var server = Start();
        var run = Call(server, words);
        Assert.Equal((code, "", message), (run.ExitCode, run.Text, run.Error));
    }

    [Fact]
    public async Task An_answer_that_is_too_long_is_refused()
    {
        await using var server = Start();
        server.Folder.Write("large", new byte[200_000]);
        var run = Call(server, "ARQUIVO large -o - --max-size 1K");
        Assert.Equal((ExitCode.Network, ""), (run.ExitCode, run.Text));
        Assert.Contains("is refused at byte", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_of_a_pipe_are_asked_one_after_the_other()
    {
        await using var server = Start();
        var run = ToolRun.Of($"call commands 127.0.0.1 --port {server.Port} -o -", Encoding.UTF8.GetBytes("4\nwhat\n\n3 a.txt\nARQUIVO nada\nSAIR\nHORA\n"));
        Assert.Equal("a.txt\nb c.txt\none\ntwo\nArquivo não encontrado!\nAdeus!\n", run.Text);
        Assert.Equal("'what' is no command. There is CONSULTA, HORA, ARQUIVO, LISTAR, SAIR.\n", run.Error);
        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public async Task Serving_once_ends_with_its_client()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.txt", "one"u8.ToArray());
        var server = new RunningTool("serve", "commands", "--dir", folder.Path, "--port", "0", "--json", "--once");
        var port = await server.PortAsync();
        Assert.Equal("one", ToolRun.Of($"call commands 127.0.0.1 ARQUIVO a.txt -o - --port {port}").Text);
        var sent = await server.NextAsync();
        Assert.Equal(("file", "a.txt", 3, "sent"), (sent.GetProperty("type").GetString(), sent.GetProperty("name").GetString(), sent.GetProperty("bytes").GetInt64(), sent.GetProperty("fate").GetString()));
        Assert.Equal(0, (await server.EndAsync()).ExitCode);
    }

    [Fact]
    public void Nobody_to_ask()
    {
        var run = ToolRun.Of("call commands 127.0.0.1 HORA --port 1");
        Assert.Equal((ExitCode.Network, "ipreasm: cannot connect to 127.0.0.1 port 1: connection refused; is the server running?\n"), (run.ExitCode, run.Error));
        Assert.Equal((ExitCode.Usage, "ipreasm: call commands needs a HOST, or --try DIR to start both ends.\n"), Facts(ToolRun.Of("call commands")));
        Assert.Equal((ExitCode.BadFile, "ipreasm: cannot serve nowhere: there is no such folder. Make it first.\n"), Facts(ToolRun.Of("serve commands --dir nowhere")));
    }

    private static (int, string) Facts(ToolRun run) => (run.ExitCode, run.Error);

    private static RunningCommandServer Start()
    {
        var server = new RunningCommandServer();
        server.Folder.Write("a.txt", "one\ntwo\n"u8.ToArray());
        server.Folder.Write("b c.txt", "three\n"u8.ToArray());
        return server;
    }

    private static ToolRun Call(RunningCommandServer server, string words) => ToolRun.Of($"call commands 127.0.0.1 {words} --port {server.Port}");
}
