using System.Text.Json;

namespace IpReassembler.LiveTests.Transfer;

/// <summary>Commands between the tool and programs that use Python's <c>socket</c> and <c>pickle</c>, as the programs do that began the protocol.</summary>
public class PythonCommandsTests
{
    // As the first client: one sendall for a request, one recv of 1024 bytes for the answer. Large answers are read until they are whole.
    private const string Client = """
        import pickle, socket, sys
        port, protocol = int(sys.argv[1]), int(sys.argv[2])
        with socket.create_connection(("127.0.0.1", port)) as s:
            for request in (["CONSULTA", None], ["LISTAR", None], ["ARQUIVO", "a ção.txt"], ["ARQUIVO", "nada"], ["QUE", None]):
                s.sendall(pickle.dumps(request, protocol))
                print(ascii(pickle.loads(s.recv(1024))))
            s.sendall(pickle.dumps(["ARQUIVO", "large.bin"], protocol))
            data = b""
            while True:
                data += s.recv(65536)
                try: name, content = pickle.loads(data)
                except (EOFError, pickle.UnpicklingError): continue
                break
            print(name, len(content), content == bytes(i * 7 % 256 for i in range(1000000)))
            s.sendall(pickle.dumps(["SAIR", None], protocol))
            print(ascii(pickle.loads(s.recv(1024))), s.recv(1024))
        """;

    // As the first server: one recv of 1024 bytes for a request.
    private const string Server = """
        import pickle, socket, sys
        with socket.create_server(("127.0.0.1", 0)) as listener:
            print("listening on", listener.getsockname()[1], flush=True)
            while True:
                connection, _ = listener.accept()
                with connection:
                    while data := connection.recv(1024):
                        word, argument = pickle.loads(data)
                        answers = {"CONSULTA": "Servidor online 24 horas", "LISTAR": ["a.txt", "b.txt"], "ARQUIVO": (argument, b"0123456789" * 10000)}
                        connection.sendall(pickle.dumps(answers.get(word, "Comando desconhecido."), int(sys.argv[1])))
        """;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void A_client_in_python_is_served(int protocol)
    {
        Assert.SkipUnless(Run.CanFind("python3"), "python3 is not installed");
        var folder = Directory.CreateTempSubdirectory("ipreasm-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "a ção.txt"), "olá");
            File.WriteAllBytes(Path.Combine(folder.FullName, "large.bin"), [.. Enumerable.Range(0, 1_000_000).Select(i => (byte)(i * 7))]);
            using var server = new Background(
                folder.FullName, "\"listening\"", "sh", "-c", $"exec {Ipreasm.CommandLine} serve commands --dir . --port 0 --json -q");
            var port = JsonDocument.Parse(server.WaitUntilReady()).RootElement.GetProperty("port").GetInt32();
            var run = Run.Of("python3", "-c", Client, $"{port}", $"{protocol}");
            Assert.True(run.ExitCode == 0, run.Error);
            Assert.Equal(
                [
                    "'Servidor online 24 horas'", @"['a \xe7\xe3o.txt', 'large.bin']", @"('a \xe7\xe3o.txt', b'ol\xc3\xa1')", @"'Arquivo n\xe3o encontrado!'",
                    "'Comando desconhecido.'", "large.bin 1000000 True", "'Adeus!' b''",
                ],
                run.Output.TrimEnd('\n').Split('\n'));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void A_server_in_python_is_asked(int protocol)
    {
        Assert.SkipUnless(Run.CanFind("python3"), "python3 is not installed");
        using var server = new Background("/", "listening on", "python3", "-c", Server, $"{protocol}");
        var port = server.WaitUntilReady().Split(' ')[^1];
        Assert.Equal((0, "Servidor online 24 horas\n"), Ask(port, "CONSULTA"));
        Assert.Equal((0, "a.txt\nb.txt\n"), Ask(port, "LISTAR"));
        Assert.Equal((0, string.Concat(Enumerable.Repeat("0123456789", 10_000))), Ask(port, "ARQUIVO", "x", "-o", "-"));
        Assert.Equal((0, "Comando desconhecido.\n"), Ask(port, "HORA"));
    }

    private static (int, string) Ask(string port, params IEnumerable<string> words)
    {
        var run = Ipreasm.Run(["call", "commands", "127.0.0.1", "--port", port, .. words]);
        return (run.ExitCode, run.Output + run.Error);
    }
}
