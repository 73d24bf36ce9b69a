using System.Text.RegularExpressions;
using IpReassembler.Tests;

namespace IpReassembler.LiveTests.Transfer;

/// <summary>
/// The Python programs from which the transfer protocols come, put together from the documents that describe them. They are not
/// part of this repository: they lie in <c>../shared/seeds</c> beside it, or where IPREASM_SEEDS says. Only ports and paths are changed.
/// </summary>
internal static class CoursePrograms
{
    private static readonly string Folder = Environment.GetEnvironmentVariable("IPREASM_SEEDS")
        ?? Path.Combine(RepositoryRoot.Path, "..", "shared", "seeds");

    // The one module that the programs need and Python has not: a bar that shows nothing.
    private const string QuietBar = """
        class tqdm:
            def __init__(self, steps, *words, **options):
                self.steps = steps
            def __iter__(self):
                return iter(self.steps)
            def update(self, count):
                pass
            def close(self):
                pass
        """;

    /// <summary>Ends the test as skipped, with the reason, where the documents or Python are missing.</summary>
    public static void Require()
    {
        Assert.SkipUnless(Directory.Exists(Folder), $"the course's documents are not on this machine ({Folder}; IPREASM_SEEDS names another folder, shared/seeds is the usual one)");
        Assert.SkipUnless(Run.CanFind("python3"), "python3 is not installed");
    }

    /// <summary>Writes the SST server into a folder; it gives <c>teste.zip</c> of the folder it runs in.</summary>
    public static string SstServer(string folder, int port) => Write(folder, "server.py", SstCode(1, port));

    /// <summary>Writes the SST client into a folder; it stores <c>cliente/teste.zip</c> in the folder it runs in.</summary>
    public static string SstClient(string folder, int port) => Write(folder, "client.py", SstCode(2, port));

    /// <summary>Writes the batch server into a folder; it stores in the folder it runs in.</summary>
    public static string BatchServer(string folder, int port) => Write(folder, "server.py", Replace(BatchCode("server.py"), "port=8181", $"port={port}"));

    /// <summary>Writes the batch client into a folder; it adds ten text files to <paramref name="files"/> and sends all files there.</summary>
    public static string BatchClient(string folder, int port, string files) =>
        Write(folder, "client.py", Replace(Replace(BatchCode("client.py"), "port=8181", $"port={port}"), "/home/ALUNO/arquivos_para_enviar", files));

    /// <summary>Writes the upload server into a folder; it stores in the folder it runs in.</summary>
    public static string UploadServer(string folder, int port)
    {
        var blocks = UploadBlocks();
        var imports = blocks.Single(block => block.Contains("SERVER_PORT = "));
        var code = Constants + Replace(Replace(imports, "SERVER_PORT = 5001", $"SERVER_PORT = {port}"), "0.0.0.0", "127.0.0.1")
            + "is_waiting = False\n"
            + blocks.Single(block => block.StartsWith("def receive_file", StringComparison.Ordinal)) + blocks.Single(block => block.Contains("\"Recebendo "))
            + blocks.Single(block => block.Contains("s = socket.socket()") && block.StartsWith("# cria", StringComparison.Ordinal))
            + blocks.Single(block => block.Contains("s.bind(")) + blocks.Single(block => block.Contains("s.listen("));
        return Write(folder, "servidor.py", code);
    }

    /// <summary>Writes the upload client into a folder; it asks for host, port and file on standard input.</summary>
    public static string UploadClient(string folder)
    {
        // The page shows a function's body piece by piece, some pieces without their first indentation.
        var blocks = UploadBlocks();
        var body = new[] { "input()", "os.path.getsize", "s = socket.socket()", "s.connect(", "s.send(f", "\"Enviando " }
            .Select(mark => blocks.First(block => block.Contains(mark)))
            .SelectMany(block => block.TrimEnd().Split('\n').Select(line => (Line: line, Block: block)))
            .Select(one => IsIndented(one.Block) && !IsFirst(one.Block, one.Line) ? Unindent(one.Line, one.Block) : one.Line.TrimStart());
        return Write(folder, "cliente.py", Constants + "import socket, tqdm, os, sys\n" + string.Join('\n', body) + "\n");
    }

    // Named in the page's text and code, set in a part it does not show.
    private const string Constants = "SEPARATOR = \"<SEPARATOR>\"\nBUFFER_SIZE = 4096\n";

    private static bool IsFirst(string block, string line) => block.StartsWith(line, StringComparison.Ordinal);

    private static bool IsIndented(string block) => block.TrimEnd().Contains('\n');

    private static string Unindent(string line, string block)
    {
        var inner = block.TrimEnd().Split('\n').Skip(1).Where(one => one.Trim().Length > 0).Min(one => one.Length - one.TrimStart().Length);
        return line.Length >= inner ? line[inner..] : line.TrimStart();
    }

    private static string SstCode(int number, int port)
    {
        var parts = Regex.Matches(Document("SERVER_PORT = 6000"), @"cole o seguinte código:\s*\n(.*?)\n\d° *Passo", RegexOptions.Singleline);
        return Replace(parts[number - 1].Groups[1].Value, "SERVER_PORT = 6000", $"SERVER_PORT = {port}");
    }

    private static string BatchCode(string name) => Blocks(Document("criar_arquivos_de_teste")).Single(block => block.StartsWith("# " + name, StringComparison.Ordinal));

    private static List<string> UploadBlocks() => Blocks(Document("import tqdm"));

    private static List<string> Blocks(string page) =>
        [.. Regex.Matches(page, @"^```\w*\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline).Select(block => block.Groups[1].Value)];

    private static string Document(string mark) =>
        Directory.EnumerateFiles(Folder, "*.txt").Order().Select(File.ReadAllText).Select(text => text.ReplaceLineEndings("\n")).First(text => text.Contains(mark));

    private static string Replace(string code, string old, string by) =>
        code.Contains(old) ? code.Replace(old, by) : throw new InvalidDataException($"the course's program no longer has {old}");

    private static string Write(string folder, string name, string code)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "tqdm.py"), QuietBar);
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, code);
        return path;
    }
}
