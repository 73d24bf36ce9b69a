using System.Globalization;
using System.Text;
using IpReassembler.Capture;
using IpReassembler.Cli;

namespace IpReassembler.Tests.Cli;

/// <summary>The command line as a table: what is typed, the exit code, and what is said.</summary>
[Collection(HeavyTests.Name)]
public class ToolTests
{
    [Theory]
    [InlineData("mix.pcap", 0, "")]
    [InlineData("-r mix.pcap", 0, "")]
    [InlineData("-nr mix.pcap", 0, "")]
    [InlineData("summary mix.pcap", 0, "")]
    [InlineData("list -nr mix.pcap", 0, "")]
    [InlineData("list -r clean.pcap -r tiny.pcap", 0, "")]
    [InlineData("list clean.pcap tiny.pcap", 0, "")]
    [InlineData("--version", 0, "")]
    [InlineData("--help", 0, "")]
    [InlineData("show 121 mix.pcap", 0, "")]
    [InlineData("show '#121' mix.pcap", 0, "")]
    [InlineData("show 152 mix.pcap", 1, "no datagram matches 152. frame:152 finds the one that frame is part of; ipreasm list shows them all.")]
    [InlineData("show 151.1 mix.pcap", 1, "no datagram matches 151.1. ipreasm list shows them all.")]
    [InlineData("show 151 mix.pcap --hexdump", 1, "--hexdump: #151 was not delivered, so there is no payload: timeout 30.0 s after its first fragment: 2960-5919 never came.")]
    [InlineData("show 182 mix.pcap --hexdump", 1, "overlap #182; --policy first would deliver 4008 bytes.")]
    [InlineData("show 200 mix.pcap --hexdump", 1, "--timeout 71s is long enough.")]
    [InlineData("show 'verdict == incomplete' mix.pcap", 2, "matches more than one datagram: #151 #155 #160 #165. Name one of them.")]
    [InlineData("fragment links.pcapng --mtu 300 -F pcap -w -", 3, "this one is Ethernet, and another frame is PppOverEthernet. Write pcapng (-F pcapng) instead.")]
    [InlineData("show id:zz mix.pcap", 2, "'zz' is not a whole number")]
    [InlineData("show frame: mix.pcap", 2, "a value for 'frames' is missing here")]
    [InlineData("lsit", 2, "'lsit' is neither a verb nor a file; did you mean 'list'? ipreasm --help lists the verbs.")]
    [InlineData("gibberish", 2, "'gibberish' is neither a verb nor a file. ipreasm --help lists the verbs.")]
    [InlineData("completion tcsh", 2, "Usage: ipreasm completion SHELL")]
    [InlineData("completion", 2, "Usage: ipreasm completion SHELL")]
    [InlineData("list", 2, "no capture to read: name one, or - for standard input.")]
    [InlineData("list --jsn mix.pcap", 2, "list has no option --jsn; did you mean '--json'?")]
    [InlineData("list -r mix.pcap --jsn", 2, "list has no option --jsn; did you mean '--json'?")]
    [InlineData("list -z mix.pcap", 2, "list has no option -z.\n")]
    [InlineData("list -r", 2, "-r")]
    [InlineData("list --hex - -r -", 2, "standard input can be read only once")]
    [InlineData("list --hex nosuch.txt", 3, "cannot read nosuch.txt: there is no such file")]
    [InlineData("list --hex ''", 2, "the capture has an empty name.")]
    [InlineData("list --hex mix.pcap", 3, "is not a hexadecimal digit")]
    [InlineData("list -r - -r -", 2, "standard input can be read only once")]
    [InlineData("list -r mix.pcap -f tcp udp", 2, "there are two filters, -f 'tcp' and 'udp' behind the options: join them with and.")]
    [InlineData("list -f tcp -i lo udp", 2, "there are two filters")]
    [InlineData("list --frag-filter maybe mix.pcap", 2, "--frag-filter maybe: there is auto, off")]
    [InlineData("list -i lo -r mix.pcap", 2, "-i listens to an interface; -r, --hex and --pace are for files: choose one.")]
    [InlineData("list -i lo --hex dump.txt", 2, "choose one.")]
    [InlineData("list -i lo --pace 1x", 2, "choose one.")]
    [InlineData("list -i ''", 2, "the interface has an empty name.")]
    [InlineData("list -a duration:5 mix.pcap", 2, "--autostop needs --interface")]
    [InlineData("list -p mix.pcap", 2, "--no-promiscuous needs --interface")]
    [InlineData("list -i lo -a 5", 2, "-a 5: there is duration:SECONDS, filesize:KB, datagrams:N")]
    [InlineData("list -i lo -a duraton:5", 2, "did you mean 'duration'?")]
    [InlineData("list -i lo -a files:5", 2, "-a files:5: one file is written, however long it gets; end the capture with filesize:KB")]
    [InlineData("list -i lo -s 300000", 2, "--snaplen 300000: takes a whole number from 0 to 262144")]
    [InlineData("list --pace 0 mix.pcap", 2, "--pace 0: not a multiple; try 1x, 10x or 0.5x")]
    [InlineData("list --pace 1000000x mix.pcap", 0, "")]
    [InlineData("show 5 -i lo", 2, "show reads files. To listen: ipreasm reassemble -i NAME -w FILE, then ipreasm show FILE")]
    [InlineData("reassemble -i lo -w nosuch/x.pcap", 3, "does not exist. Make it first.")]
    [InlineData("reassemble -i lo -w x.pcap --incomplete pad", 2, "--incomplete pad marks its zeroes in a comment")]
    [InlineData("replay mix.pcap", 2, "--interface")]
    [InlineData("replay mix.pcap -i ''", 2, "the interface has an empty name.")]
    [InlineData("replay mix.pcap -i lo --speed 2x --pps 5", 2, "--speed, --pps, --mbps and --topspeed exclude each other")]
    [InlineData("replay mix.pcap -i lo --pps 0", 2, "--pps 0: takes a number above 0")]
    [InlineData("replay mix.pcap -i lo --rewrite-dst ::1", 2, "--rewrite-dst ::1: not an IPv4 address")]
    [InlineData("list --json --csv mix.pcap", 2, "--json and --csv exclude each other")]
    [InlineData("list -t e --csv mix.pcap", 2, "-t is for people")]
    [InlineData("list -t ud --json mix.pcap", 2, "-t is for people")]
    [InlineData("show 9999 damaged.pcap", 4, "no datagram matches 9999.")]
    [InlineData("show -q 1 damaged.pcap", 4, "")]
    [InlineData("reassemble -q mix.pcap -w -", 0, "")]
    [InlineData("--versoin", 2, "did you mean '--version'?")]
    [InlineData("completion bsh", 2, "completion bsh: there is bash, zsh, fish, pwsh; did you mean 'bash'?")]
    [InlineData("decode -r mix.pcap --frame 500", 1, "there is no frame 500 in")]
    [InlineData("list --columns num mix.pcap", 2, "--columns needs --csv")]
    [InlineData("list --payload hex mix.pcap", 2, "--payload needs --json")]
    [InlineData("list --events event --csv mix.pcap", 2, "--events needs --json")]
    [InlineData("list --fingerprint mix.pcap", 2, "--fingerprint needs --json")]
    [InlineData("summary --fingerprint mix.pcap", 2, "--fingerprint needs --json")]
    [InlineData("list --json --events evnt mix.pcap", 2, "did you mean 'event'?")]
    [InlineData("list --csv --columns num,srx mix.pcap", 2, "no field is called 'srx'; did you mean 'src'?")]
    [InlineData("list --timeout banana mix.pcap", 2, "--timeout banana: not a length of time; try 30s, 500ms or none")]
    [InlineData("list --timeout 0 mix.pcap", 2, "--timeout 0: not a length of time")]
    [InlineData("list --timeout=-1s mix.pcap", 2, "--timeout -1s: not a length of time")]
    [InlineData("list --timeout 9e99s mix.pcap", 2, "not a length of time")]
    [InlineData("list --max-memory 1 mix.pcap", 2, "--max-memory 1: a cache needs at least 1M")]
    [InlineData("list --max-memory 1M --max-fragments 16384 mix.pcap", 0, "")]
    [InlineData("list --max-memory 1M --max-fragments 16385 mix.pcap", 2, "--max-memory and --max-fragments contradict each other: the list of 16385 fragments alone takes most of 4352K. Allow that much memory, or fewer fragments.")]
    [InlineData("list --max-fragments 0 mix.pcap", 2, "--max-fragments 0: takes a whole number from 1 to 65536")]
    [InlineData("list --min-fragment 0 mix.pcap", 2, "--min-fragment 0: takes a whole number from 1 to 65515")]
    [InlineData("list --min-fragment 576 mix.pcap", 0, "")]
    [InlineData("list --timeout -1s mix.pcap", 2, "--timeout")]
    [InlineData("list --timeout none mix.pcap", 0, "")]
    [InlineData("list --max-memory 99999999999G mix.pcap", 2, "not a number of bytes")]
    [InlineData("list --max-datagrams 0 mix.pcap", 2, "takes a whole number from 1 to")]
    [InlineData("list --max-fragments 65537 mix.pcap", 2, "takes a whole number from 1 to 65536")]
    [InlineData("list --policy windws mix.pcap", 2, "--policy windws: there is linux, linux-classic, first, last, bsd, bsd-right, windows, solaris, rfc5722, and cisco for last, macos for bsd, windows-modern for rfc5722; did you mean 'windows'?")]
    [InlineData("list --policy macso mix.pcap", 2, "did you mean 'macos'?")]
    [InlineData("list --policy frist mix.pcap", 2, "did you mean 'first'?")]
    [InlineData("list --key src,dst,proto,id mix.pcap", 0, "")]
    [InlineData("list --key src,dst,id,vlan mix.pcap", 2, "--key src,dst,id,vlan: proto is always part of the key: without it a UDP and an ICMP piece with the same identification would be put together; write src,dst,proto,id,vlan")]
    [InlineData("list --key vlan mix.pcap", 2, "src is always part of the key")]
    [InlineData("list --key src,dst,proto,id,vlna mix.pcap", 2, "no field of a key is called 'vlna' (there are src, dst, proto, id, vlan, iface, tunnel); did you mean 'vlan'?")]
    [InlineData("list --verify maybe mix.pcap", 2, "--verify maybe: there is on, off")]
    [InlineData("list -c 0 mix.pcap", 2, "--count 0: takes a whole number from 1")]
    [InlineData("list -t x mix.pcap", 2, "-t x: there is r, d, dd, e, ad, ud\n")]
    [InlineData("list --color sometimes mix.pcap", 2, "--color sometimes: there is auto, always, never")]
    [InlineData("list --width 39 mix.pcap", 2, "--width 39: takes a whole number from 40")]
    [InlineData("reassemble mix.pcap", 2, "--write")]
    [InlineData("reassemble -r mix.pcap -w mix.pcap", 2, "mix.pcap is read: write to another file.")]
    [InlineData("list ''", 2, "the capture has an empty name.")]
    [InlineData("-r ''", 2, "the capture has an empty name.")]
    [InlineData("decode -r ''", 2, "the capture has an empty name.")]
    [InlineData("decode --hex ''", 2, "the dump has an empty name.")]
    [InlineData("reassemble '' -w nosuch/x.pcap", 2, "the capture has an empty name.")]
    [InlineData("reassemble mix.pcap -w ''", 2, "the file to write has an empty name.")]
    [InlineData("show 121 mix.pcap --extract ''", 2, "the file to write has an empty name.")]
    [InlineData("nosuch.pcap", 3, "nosuch.pcap: there is no such file")]
    [InlineData("list nosuch.pcap", 3, "nosuch.pcap: there is no such file")]
    [InlineData("list -r mix.pcap/inside.pcap", 3, "there is no such file")]
    [InlineData("reassemble -r mix.pcap -w nosuch/x.pcap", 3, "does not exist. Make it first.")]
    [InlineData("reassemble -r mix.pcap -w mix.pcap/x.pcap", 3, "cannot write")]
    [InlineData("show 121 mix.pcap --extract nosuch/x.pcap", 3, "cannot write")]
    [InlineData("list -r mix.pcap -r nosuch.pcap", 3, "there is no such file")]
    [InlineData("damaged.pcap", 4, "is damaged at byte 24290: a record is cut short (542 of 642 bytes); everything before it was used")]
    [InlineData("list damaged.pcap", 4, "is damaged at byte 24290")]
    [InlineData("list -r damaged.pcap -r clean.pcap", 4, "is damaged at byte 24290")]
    [InlineData("list -c 17 damaged.pcap", 0, "")]
    [InlineData("truncated.pcap", 0, "")]
    public void Exit_codes_and_messages(string commandLine, int exitCode, string message)
    {
        var run = ToolRun.Of(commandLine);
        Assert.True(run.ExitCode == exitCode, $"exit code {run.ExitCode}: {run.Error}");
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Equal(message.Length == 0, run.Error.Length == 0);
        Assert.True(exitCode is 0 or 4 || run.Output.Length == 0 || commandLine.StartsWith("show", StringComparison.Ordinal), run.Text);
    }

    [Fact]
    public void A_mistyped_expression_is_pointed_at()
    {
        Assert.Contains("-Y: no field is called 'verdct'; did you mean 'verdict'?\n  verdct != sound\n  ^^^^^^\n", ToolRun.Of("list -Y 'verdct != sound' mix.pcap").Error, StringComparison.Ordinal);
        Assert.Contains("  verdict != sond\n             ^^^^\n", ToolRun.Of("summary -Y 'verdict != sond' mix.pcap").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_called_a_folder()
    {
        foreach (var args in new[] { new[] { ToolRun.Capture("") }, ["list", "-r", ToolRun.Capture("")] })
        {
            var run = ToolRun.Of(args);
            Assert.Equal((ExitCode.BadFile, 0), (run.ExitCode, run.Output.Length));
            Assert.Contains("it is a folder; name the captures in it", run.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("a letter to a friend, with no packets in it\n", "is a text file")]
    [InlineData("\u0028\u00b5\u002f\u00fd0000000000000000", "zstd -dc")]
    [InlineData("\u0004\u0022\u004d\u00180000000000000000", "lz4")]
    [InlineData("\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007", "begins with")]
    public void What_is_no_capture_is_named(string content, string message)
    {
        using var folder = new TemporaryFolder();
        byte[] bytes = [.. content.Select(letter => (byte)letter)];
        var path = folder.Write("file", bytes);
        foreach (var run in new[] { ToolRun.Of([path]), ToolRun.Of(["list", "-r", "-"], bytes) })
        {
            Assert.Equal((ExitCode.BadFile, 0), (run.ExitCode, run.Output.Length));
            Assert.Contains(message, run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Files_named_like_options_are_read_behind_two_dashes()
    {
        using var folder = new TemporaryFolder();
        folder.Write("--json", File.ReadAllBytes(ToolRun.Capture("tiny.pcap")));
        var run = ToolRun.Of(["list", "--", Path.Combine(folder.Path, "--json")]);
        Assert.Equal(ExitCode.Done, run.ExitCode);
    }

    [Fact]
    public void Damage_ends_the_reading_and_everything_before_it_counts()
    {
        var whole = ToolRun.Of("list --json -c 17 clean.pcap");
        var cut = ToolRun.Of("list --json damaged.pcap");
        Assert.Equal(ExitCode.Damaged, cut.ExitCode);
        Assert.Equal(whole.Lines[1..^1], cut.Lines[1..^1]);
        Assert.Contains("\"packets\":17", cut.Lines[^1], StringComparison.Ordinal);
        Assert.Contains("\"damaged\":true", cut.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Standard_input_is_read_as_a_file_is()
    {
        var bytes = File.ReadAllBytes(ToolRun.Capture("mix.pcap"));
        var expected = ToolRun.Of("list mix.pcap");
        foreach (var commandLine in new[] { "list -r -", "list -", "list -nr-" })
        {
            var run = ToolRun.Of(commandLine, bytes);
            Assert.Equal((ExitCode.Done, expected.Text), (run.ExitCode, run.Text));
        }
    }

    [Fact]
    public void Each_damaged_file_is_named()
    {
        using var folder = new TemporaryFolder();
        var cut = folder.Write("cut", File.ReadAllBytes(ToolRun.Capture("tiny.pcap"))[..^1]);
        var run = ToolRun.Of(["list", ToolRun.Capture("damaged.pcap"), cut, ToolRun.Capture("clean.pcap")]);
        Assert.Equal(ExitCode.Damaged, run.ExitCode);
        Assert.Contains("damaged.pcap is damaged", run.Error, StringComparison.Ordinal);
        Assert.Contains(cut + " is damaged", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list --json")]
    [InlineData("summary --json")]
    public void Sums_of_a_selection_say_what_they_cover(string verb)
    {
        var selected = ToolRun.Of(verb + " -Y 'verdict != sound' mix.pcap");
        Assert.EndsWith(",\"where\":\"verdict != sound\"}", selected.Lines[0], StringComparison.Ordinal);
        Assert.StartsWith("{\"type\":\"summary\",\"packets\":213,", selected.Lines[^1], StringComparison.Ordinal);
        Assert.Contains("\"datagrams\":8,\"unselected\":30,\"sound\":0,", selected.Lines[^1], StringComparison.Ordinal);

        var all = ToolRun.Of(verb + " mix.pcap");
        Assert.DoesNotContain("where", all.Lines[0], StringComparison.Ordinal);
        Assert.DoesNotContain("unselected", all.Lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_hex_dump_is_an_input_like_any_other(bool isFrame)
    {
        // Two fragments of one datagram, as text2pcap takes them, with talk in between; with the Ethernet header or without.
        var dump = new StringBuilder("a dump of two packets\n");
        using (var reader = CaptureFile.Open(ToolRun.Capture("tiny.pcap")))
        {
            while (reader.Read(out var frame) == ReadResult.Frame)
            {
                var bytes = isFrame ? frame.Bytes : frame.Bytes[14..];
                for (var at = 0; at < bytes.Length; at += 16)
                {
                    dump.Append(CultureInfo.InvariantCulture, $"{at:x4}  {string.Join(' ', Convert.ToHexString(bytes[at..Math.Min(at + 16, bytes.Length)]).Chunk(2).Select(pair => new string(pair)))}\n");
                }

                dump.Append("-- next --\n");
            }
        }

        using var folder = new TemporaryFolder();
        var path = folder.Write("dump.txt", Encoding.UTF8.GetBytes(dump.ToString()));
        var expected = ToolRun.Of("list --csv --columns n,src,dst,id,frags,total,verdict tiny.pcap").Text;
        Assert.Equal(expected, ToolRun.Of(["list", "--csv", "--columns", "n,src,dst,id,frags,total,verdict", "--hex", path]).Text);
        Assert.Equal(expected, ToolRun.Of("list --csv --columns n,src,dst,id,frags,total,verdict --hex -", Encoding.UTF8.GetBytes(dump.ToString())).Text);
        Assert.Contains(isFrame ? "\"link\":\"ethernet\"" : "\"link\":\"raw\"", ToolRun.Of(["list", "--json", "--hex", path]).Lines[0], StringComparison.Ordinal);
        Assert.StartsWith("1 whole written; 0 left", ToolRun.Of("reassemble --hex - -w -", Encoding.UTF8.GetBytes(dump.ToString())).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_files_are_one_input()
    {
        var run = ToolRun.Of("list --json -r clean.pcap -r tiny.pcap");
        Assert.Contains("\"packets\":27", run.Lines[^1], StringComparison.Ordinal);
    }
}
