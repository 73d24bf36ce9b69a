using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using IpReassembler.Cli;
using IpReassembler.Tests.Transfer;

namespace IpReassembler.Tests.Cli.Transfers;

/// <summary>The transfer verbs as they are typed: what they print, and their exit codes.</summary>
public class TransferVerbTests
{
    [Fact]
    public async Task Sst()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("a.bin", Bytes.Random(10_000));
        var server = new RunningTool("serve", "sst", file, "--port", "0", "--once", "--json");
        var client = ToolRun.Of(["get", "sst", "localhost", "--port", await server.PortAsync(), "-o", Path.Combine(folder.Path, "cliente") + "/"]);
        Assert.Equal((0, ""), (client.ExitCode, client.Error));
        var stored = Path.Combine(folder.Path, "cliente", "teste.zip");
        Assert.StartsWith($"teste.zip  10000 bytes  sha256 {Bytes.Sha256(Bytes.Random(10_000))}  received from 127.0.0.1:", client.Text);
        Assert.EndsWith($", stored as {stored}\n", client.Text);
        var sent = await server.NextAsync();
        Assert.Equal(("file", "a.bin", "sent", 10_000), (Word(sent, "type"), Word(sent, "name"), Word(sent, "fate"), sent.GetProperty("bytes").GetInt32()));
        Assert.Equal(Bytes.Sha256(File.ReadAllBytes(stored)), Word(sent, "sha256"));
        Assert.Equal(0, (await server.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task Upload_into_a_folder_where_the_name_is_taken()
    {
        using var folder = new TemporaryFolder();
        using var inbox = new TemporaryFolder();
        inbox.Write("a.txt", []);
        var file = folder.Write("a.txt", Bytes.Of("olá"));
        foreach (var (exists, code, fate) in new[] { ("rename", 0, "renamed"), ("skip", 0, "skipped"), ("overwrite", 0, "overwrote"), ("refuse", ExitCode.BadFile, null) })
        {
            var server = new RunningTool("serve", "upload", "--dir", inbox.Path, "--exists", exists, "--port", "0", "--once", "--json");
            var client = ToolRun.Of(["put", "upload", "127.0.0.1", file, "--port", await server.PortAsync()]);
            Assert.Equal(code == 0 ? 0 : ExitCode.Network, client.ExitCode);
            var line = await server.NextAsync();
            Assert.Equal(fate is null ? ("failure", "storage") : ("file", fate), (Word(line, "type"), Word(line, fate is null ? "fault" : "fate")));
            Assert.Equal(code, (await server.EndAsync()).ExitCode);
        }

        Assert.Equal(["a (1).txt", "a.txt"], Directory.GetFiles(inbox.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Upload_of_several_files()
    {
        using var folder = new TemporaryFolder();
        using var inbox = new TemporaryFolder();
        string[] files = [.. new[] { "a", "b", "c" }.Select(name => folder.Write(name, Bytes.Of(name)))];
        var server = new RunningTool("serve", "upload", "--dir", inbox.Path, "--port", "0", "--once", "--json");
        var client = ToolRun.Of(["put", "upload", "127.0.0.1", .. files, "--pace", "none", "--port", await server.PortAsync()]);
        Assert.Equal("a", Word(await server.NextAsync(), "name"));
        Assert.Equal(0, (await server.EndAsync()).ExitCode);

        // The server takes one and is gone: what came stays said, and so does what did not.
        Assert.Equal(ExitCode.Network, client.ExitCode);
        Assert.StartsWith("a  1 bytes", Assert.Single(client.Lines));
        Assert.EndsWith($"ipreasm: {files[2]} was not sent, because {files[1]} failed\n", client.Error);
    }

    [Fact]
    public async Task Batch_of_a_folder_and_a_file()
    {
        using var folder = new TemporaryFolder();
        using var inbox = new TemporaryFolder();
        using var other = new TemporaryFolder();
        folder.Write("a", Bytes.Of("1"));
        folder.Write("b", []);
        Directory.CreateDirectory(Path.Combine(folder.Path, "sub"));
        var server = new RunningTool("serve", "batch", "--dir", inbox.Path, "--port", "0", "--once", "--json");
        var client = ToolRun.Of(["put", "batch", "127.0.0.1", folder.Path, other.Write("c", Bytes.Of("3")), "--port", await server.PortAsync()]);
        Assert.Equal(0, client.ExitCode);
        Assert.Equal(["a", "b", "c"], client.Lines.Select(line => line.Split("  ")[0]));
        Assert.Equal($"ipreasm: {Path.Combine(folder.Path, "sub")} is not sent: a batch has no folders. Send it by itself.\n", client.Error);
        Assert.Equal(0, (await server.EndAsync()).ExitCode);
        Assert.Equal(["a", "b", "c"], Directory.GetFiles(inbox.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Batch_of_samples()
    {
        using var inbox = new TemporaryFolder();
        var server = new RunningTool("serve", "batch", "--dir", inbox.Path, "--port", "0", "--once", "--json");
        Assert.Equal(0, ToolRun.Of(["put", "batch", "127.0.0.1", "--sample", "10", "--port", await server.PortAsync()]).ExitCode);
        await server.EndAsync();
        Assert.Equal(10, Directory.GetFiles(inbox.Path).Length);
        Assert.Equal("Este é o conteúdo do arquivo 7\n", File.ReadAllText(Path.Combine(inbox.Path, "arquivo_7.txt")));
    }

    [Fact]
    public async Task Message()
    {
        var server = new RunningTool("serve", "message", "--port", "0", "--once", "--json");
        var client = ToolRun.Of(["call", "message", "127.0.0.1", "olá", "mundo", "--port", await server.PortAsync(), "--pace", "none"]);
        Assert.Equal((0, "  Mensagem recebida: 10 bytes"), (client.ExitCode, client.Lines[1]));
        Assert.Equal("olá mundo", Word(await server.NextAsync(), "text"));
    }

    [Theory]
    [InlineData("a<SEPARATOR>5hell", ExitCode.Integrity, "a, 4 of 5 bytes: a was cut short: 4 of 5 bytes came")]
    [InlineData("a<SEPARATOR>9hell", ExitCode.Integrity, "a was cut short")]
    [InlineData("..<SEPARATOR>4hell", ExitCode.Network, "the name '..' is refused: it means a folder")]
    [InlineData("\u001b[2J<SEPARATOR>4hell", ExitCode.Network, "the name '?[2J' is refused: it has a control character")]
    public async Task A_server_that_serves_once_ends_with_the_code_of_the_transfer(string stream, int code, string message)
    {
        using var inbox = new TemporaryFolder();
        var server = new RunningTool("serve", "upload", "--dir", inbox.Path, "--port", "0", "--once", "--json", "-q");
        using (var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            socket.Connect("127.0.0.1", int.Parse(await server.PortAsync()));
            socket.Send(Encoding.Latin1.GetBytes(stream));
            socket.Shutdown(SocketShutdown.Send);
            var failure = await server.NextAsync();
            Assert.Equal("failure", Word(failure, "type"));
            var end = await server.EndAsync();
            Assert.Equal(code, end.ExitCode);
            Assert.Contains(message, end.Error);
        }

        Assert.Empty(Directory.GetFileSystemEntries(inbox.Path));
    }

    [Theory]
    [InlineData("serve", ExitCode.Usage, "serve needs one of sst, upload, batch, message, commands.")]
    [InlineData("serve uplaod", ExitCode.Usage, "serve has no 'uplaod'; did you mean 'upload'?")]
    [InlineData("serve upload", ExitCode.Usage, "--dir")]
    [InlineData("serve upload --dir nosuch", ExitCode.BadFile, "there is no such folder. Make it first.")]
    [InlineData("serve sst", ExitCode.Usage, "Usage: ipreasm serve sst [OPTIONS] FILE ")]
    [InlineData("serve sst nosuch", ExitCode.BadFile, "cannot read nosuch: there is no such file")]
    [InlineData("serve sst .", ExitCode.BadFile, "it is a folder")]
    [InlineData("serve sst --prot 5 x", ExitCode.Usage, "serve sst has no option --prot; did you mean '--port'?")]
    [InlineData("serve message --port 65536", ExitCode.Usage, "takes a whole number from 0 to 65535")]
    [InlineData("serve message --bind nowhere", ExitCode.Usage, "takes an address of this machine")]
    [InlineData("serve message --bind 192.0.2.1", ExitCode.Network, "cannot listen on 192.0.2.1 port 5002")]
    [InlineData("serve message --idle-timeout none", ExitCode.Usage, "takes 1ms to 24h")]
    [InlineData("serve message --rate fast", ExitCode.Usage, "not a number of bytes")]
    [InlineData("get sst", ExitCode.Usage, "HOST")]
    [InlineData("get sst 127.0.0.1 --port 1", ExitCode.Network, "cannot connect to 127.0.0.1 port 1: connection refused; is the server running?")]
    [InlineData("get sst 127.0.0.1 -o nosuch/x", ExitCode.BadFile, "cannot store in nosuch: there is no such folder")]
    [InlineData("get sst 127.0.0.1 -o ''", ExitCode.Usage, "has an empty name")]
    [InlineData("put upload", ExitCode.Usage, "put upload needs a server and a file: ipreasm put upload HOST FILE")]
    [InlineData("put upload 127.0.0.1", ExitCode.Usage, "put upload needs a server and a file")]
    [InlineData("put upload 127.0.0.1 nosuch", ExitCode.BadFile, "there is no such file")]
    [InlineData("put batch 127.0.0.1", ExitCode.Usage, "name the files to send")]
    [InlineData("put batch 127.0.0.1 nosuch", ExitCode.BadFile, "there is no such file")]
    [InlineData("put batch 127.0.0.1 x --sample 3", ExitCode.Usage, "name the files to send")]
    [InlineData("call message 127.0.0.1", ExitCode.Usage, "one message: give its text, or --file FILE.")]
    [InlineData("call message 127.0.0.1 x --file y", ExitCode.Usage, "one message")]
    [InlineData("call message 127.0.0.1 x --pace slow", ExitCode.Usage, "there is ack, none")]
    public void Exit_codes_and_messages(string commandLine, int code, string message)
    {
        var run = ToolRun.Of(commandLine);
        Assert.True(code == run.ExitCode, $"exit code {run.ExitCode}: {run.Error}");
        Assert.Contains(message, run.Error);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        var server = new RunningTool("serve", "message", "--port", "0", "--once", "--json");
        var port = await server.PortAsync();
        var second = ToolRun.Of(["serve", "message", "--port", port]);
        Assert.Equal(ExitCode.Network, second.ExitCode);
        Assert.Contains($"cannot listen on 127.0.0.1 port {port}: the port is in use", second.Error);
        ToolRun.Of(["call", "message", "127.0.0.1", "x", "--port", port]);
        await server.EndAsync();
    }

    [Fact]
    public async Task On_a_terminal_an_upload_asks_for_what_it_needs()
    {
        using var folder = new TemporaryFolder();
        using var inbox = new TemporaryFolder();
        var file = folder.Write("a.txt", Bytes.Of("olá"));
        var server = new RunningTool("serve", "upload", "--dir", inbox.Path, "--port", "0", "--once", "--json");
        var (code, said) = Ask($"127.0.0.1\n{await server.PortAsync()}\n{file}\n");
        Assert.Equal(0, code);
        Assert.StartsWith("Server to connect to (empty ends): Port, such as 5001 (empty ends): File to send (empty ends): ", said);
        Assert.Equal("a.txt", Word(await server.NextAsync(), "name"));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("\n", 0)]
    [InlineData("127.0.0.1\n\n", 0)]
    [InlineData("127.0.0.1\n5001\n\n", 0)]
    [InlineData("127.0.0.1\nport\nx\n", ExitCode.Usage)]
    public void An_empty_answer_ends_it(string answers, int code) => Assert.Equal(code, Ask(answers).Code);

    private static (int Code, string Said) Ask(string answers)
    {
        using var error = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal(
            new MemoryStream(Encoding.UTF8.GetBytes(answers)), true, new MemoryStream(), error, false, false, Style.Unlimited, _ => null);
        return (Tool.Run(["put", "upload"], terminal), error.ToString());
    }

    private static string? Word(JsonElement line, string name) => line.GetProperty(name).GetString();
}
