using System.Text;

namespace IpReassembler.Tests.Captures;

/// <summary>
/// Beside each capture stands the report the tool must print for it. To write them anew:
/// <c>IPREASM_REMAKE=1 dotnet test tests/IpReassembler.Tests --filter ExpectedReportsTests</c>; then read the difference before committing it.
/// </summary>
public class ExpectedReportsTests
{
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "captures");

    // Where policies may differ, the report has both.
    private static readonly string[] JudgedTwice = ["mix.pcap", "novak.pcap", "active-mapping.pcap", "overlap-conflict.pcap", "overlap-agree.pcap", "teardrop.pcap", "ipv6.pcap", "tunnel-kinds.pcap"];

    public static TheoryData<string> Captures => [.. Files("*.pcap").Concat(Files("*.pcapng")).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Captures))]
    public void The_tool_prints_what_is_expected(string capture)
    {
        var report = Report(capture);
        var path = Path.Combine(Folder, ExpectedName(capture));
        if (Environment.GetEnvironmentVariable("IPREASM_REMAKE") == "1")
        {
            File.WriteAllText(path, report, new UTF8Encoding(false));
        }

        Assert.True(File.Exists(path), $"captures/{capture} has no expected report beside it");
        Assert.Equal(File.ReadAllText(path), report);
    }

    [Fact]
    public void Each_expected_report_has_its_capture() =>
        Assert.Equal(Captures.Select(row => ExpectedName(row.Data)).Order(StringComparer.Ordinal), Files("*.expected.txt").Order(StringComparer.Ordinal));

    private static IEnumerable<string> Files(string pattern) => Directory.EnumerateFiles(Folder, pattern).Select(file => Path.GetFileName(file)!);

    private static string ExpectedName(string capture) => Path.GetFileNameWithoutExtension(capture) + ".expected.txt";

    private static string Report(string capture)
    {
        string[][] commands = [["summary", "-v", capture], ["list", capture]];
        var sections = JudgedTwice.Contains(capture)
            ? commands.Concat(commands.Select(command => command.Concat(["--policy", "first"]).ToArray()))
            : commands;
        return string.Join('\n', sections.Select(Section));
    }

    // What stands on standard error and an exit code that is not 0 are part of the report, and marked.
    private static string Section(string[] arguments)
    {
        var run = FolderRun.In(Folder, arguments);
        var talk = run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => $"2> {line}\n");
        return $"$ ipreasm {string.Join(' ', arguments)}\n{run.Output}{string.Concat(talk)}{(run.ExitCode == 0 ? "" : $"exit code {run.ExitCode}\n")}";
    }
}
