using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using IpReassembler.Cli;

namespace IpReassembler.Tests.Cli;

public class ReportVerbTests
{
    private static readonly Lazy<string> Mix = new(() => ToolRun.Of("report mix.pcap -o -").Text);

    [Fact]
    public void The_data_are_the_records_that_list_prints()
    {
        var data = Data(Mix.Value).GetProperty("datagrams");
        var columns = data.GetProperty("columns").EnumerateArray().Select(column => column.GetString()!).ToList();
        var coded = data.GetProperty("coded").EnumerateArray().Select(column => column.GetString()!).ToHashSet();
        var words = data.GetProperty("words").EnumerateArray().ToList();
        var lines = ToolRun.Of("list --json mix.pcap").Lines[1..^1].Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var rows = data.GetProperty("rows").EnumerateArray().ToList();

        Assert.Equal(38, rows.Count);
        foreach (var (line, row) in lines.Zip(rows))
        {
            foreach (var field in line.EnumerateObject().Where(field => field.Name != "type"))
            {
                var value = row[1 + columns.IndexOf(field.Name)];
                value = coded.Contains(field.Name) && value.ValueKind == JsonValueKind.Number ? words[value.GetInt32()] : value;
                Assert.Equal(field.Value.GetRawText(), value.GetRawText());
            }
        }
    }

    [Fact]
    public void The_fragments_are_those_that_list_prints()
    {
        var data = Data(Mix.Value).GetProperty("datagrams");
        var fates = data.GetProperty("fates").EnumerateArray().Select(fate => fate.GetString()).ToList();
        var row = data.GetProperty("rows").EnumerateArray().Single(row => row[1].GetString() == "185")[0].EnumerateArray().Select(number => number.GetDecimal()).Chunk(6).ToList();
        var lines = ToolRun.Of("list --json --events fragment -Y n==185 mix.pcap").Lines.Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.GetProperty("type").GetString() == "fragment" && line.GetProperty("n").GetString() == "185").ToList();

        Assert.Equal(
            lines.Select(line => $"{line.GetProperty("off")} {line.GetProperty("len")} {line.GetProperty("mf").GetBoolean()} {line.GetProperty("ttl")} {line.GetProperty("fate").GetString()}"),
            row.Select(numbers => $"{numbers[1]} {numbers[2]} {numbers[3] == 1} {numbers[4]} {fates[(int)numbers[5] % fates.Count]}"));
        Assert.Equal([0, 1000, 2000, 3000, 4000, 5000], row.Select(numbers => (int)numbers[0]));
    }

    [Fact]
    public void The_same_input_gives_the_same_bytes() => Assert.Equal(Mix.Value, ToolRun.Of("report mix.pcap -o -").Text);

    [Fact]
    public void The_page_asks_nobody_for_anything_and_forbids_itself_to()
    {
        Assert.DoesNotMatch("""(src|href)\s*=\s*["']?(https?:|//)|@import|fetch\(|XMLHttpRequest|innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(""", Mix.Value.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal));
        var policy = Regex.Match(Mix.Value, "http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\"").Groups[1].Value;
        var script = Regex.Match(Mix.Value, "<script>(.*?)</script>", RegexOptions.Singleline).Groups[1].Value;

        Assert.StartsWith("default-src 'none'; ", policy, StringComparison.Ordinal);
        Assert.Contains($"script-src 'sha256-{Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'", policy, StringComparison.Ordinal);
    }

    [Fact]
    public void What_comes_from_outside_is_text()
    {
        var page = ToolRun.Of(["report", ToolRun.Capture("mix.pcap"), "-o", "-", "--title", "</script><script>alert(1)</script>{{data}}"]).Text;

        Assert.Equal(2, Regex.Count(page, "</script>"));
        Assert.Equal("</script><script>alert(1)</script>{{data}}", Data(page).GetProperty("title").GetString());
        Assert.Contains("<title>&lt;/script&gt;&lt;script&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_failed_is_listed_first_and_what_is_left_out_is_said()
    {
        var run = ToolRun.Of("report mix.pcap -o - --max-datagrams 10");
        var data = Data(run.Text);
        var rows = data.GetProperty("datagrams");

        Assert.Equal("ipreasm: 28 of 38 datagrams are counted but not listed: --max-datagrams lists more\n", run.Error);
        Assert.Equal((28, 10, 38), (rows.GetProperty("left_out").GetInt32(), rows.GetProperty("rows").GetArrayLength(), data.GetProperty("summary").GetProperty("datagrams").GetInt32()));
        Assert.Equal(["1", "151", "155", "160", "165", "182", "185", "191", "193", "200"], rows.GetProperty("rows").EnumerateArray().Select(row => row[1].GetString()));
    }

    [Fact]
    public void The_method_names_the_input_by_its_hash()
    {
        var method = Data(Mix.Value).GetProperty("method").EnumerateArray().ToDictionary(pair => pair[0].GetString()!, pair => pair[1].GetString());
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(ToolRun.Capture("mix.pcap"))));

        Assert.Equal((hash, "linux"), (method["SHA-256 of mix.pcap"], method["policy"]));
    }

    [Fact]
    public void A_page_that_cannot_be_written_is_told_before_the_work()
    {
        using var folder = new TemporaryFolder();
        var run = ToolRun.Of(["report", "-r", "-", "-o", Path.Combine(folder.Path, "nosuch", "x.html")], inputStream: new FailingStream(new IOException("it was read"), [], 0));

        Assert.Equal(ExitCode.BadFile, run.ExitCode);
        Assert.Contains("nosuch does not exist", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_read_is_not_written_over()
    {
        var capture = ToolRun.Capture("mix.pcap");

        Assert.Equal($"ipreasm: {capture} is read: write to another file.\n", ToolRun.Of(["report", capture, "-o", capture]).Error);
    }

    [Theory]
    [InlineData("damaged.pcap", ExitCode.Damaged)]
    [InlineData("links.pcapng", ExitCode.Done)]
    [InlineData("ping-of-death.pcap", ExitCode.Done)]
    public void Every_capture_has_a_page(string capture, int exitCode)
    {
        var run = ToolRun.Of($"report {capture} -o -");

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal(JsonValueKind.Object, Data(run.Text).ValueKind);
    }

    [Fact]
    public void Five_thousand_datagrams_take_less_than_two_megabytes()
    {
        using var folder = new TemporaryFolder();
        var scenario = ToolRun.Of(["scenario", "run", folder.Write("five-thousand.scenario", Encoding.UTF8.GetBytes(FiveThousand)), "-w", "-"]);
        Assert.Equal(ExitCode.Done, scenario.ExitCode);
        var run = ToolRun.Of("report -r - -o -", scenario.Output);

        Assert.Equal(5000, Data(run.Text).GetProperty("datagrams").GetProperty("rows").GetArrayLength());
        Assert.InRange(run.Output.Length, 1_000_000, 2_000_000);
    }

    private const string FiveThousand = """
        name "five thousand"

        datagram A  id 1 udp 4000>5000 payload random 8000
          size 1480 every 1ms
        repeat 5000 every 10ms id+1
        """;

    private static JsonElement Data(string page) =>
        JsonDocument.Parse(Regex.Match(page, "<script type=\"application/json\" id=\"data\">(.*?)</script>", RegexOptions.Singleline).Groups[1].Value).RootElement;
}
