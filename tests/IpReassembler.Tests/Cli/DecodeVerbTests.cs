using System.Runtime.CompilerServices;
using System.Text;
using IpReassembler.Cli;

namespace IpReassembler.Tests.Cli;

public class DecodeVerbTests
{
    private const string Middle = "4500 05dc f6b4 20b9 4001 d9cb c0a8 0196 c0a8 0101";

    [Fact]
    public void Digits_may_be_words_a_file_or_standard_input()
    {
        var (code, words, _) = Run("", ["decode", .. Middle.Split(' ')]);
        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("this is a MIDDLE fragment: bytes 1480-2959 of datagram id 0xf6b4", words);
        Assert.Equal(words, Run(Middle, ["decode", "--hex", "-"]).Output);

        var file = Path.GetTempFileName();
        File.WriteAllText(file, "0000  " + Middle + "\n");
        Assert.Equal(words, Run("", ["decode", "--hex", file]).Output);
        File.Delete(file);
    }

    [Fact]
    public void A_frame_of_a_capture_says_what_was_in_front_of_ip()
    {
        var (code, output, _) = Run("", ["decode", "-r", Capture(), "--frame", "2"]);
        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("frame 2 of ", output);
        Assert.Contains("ethernet, 14 bytes in front of IP skipped", output);
        Assert.Contains("MIDDLE fragment", output);
    }

    [Fact]
    public void A_dump_of_a_whole_frame_is_recognized() =>
        Assert.Contains("looks like a frame: ethernet, 14 bytes", Run("ffffffffffff 020000000001 0800 " + Middle, ["decode", "--hex", "-"]).Output);

    [Theory]
    [InlineData(ExitCode.Usage, "the digits: character 3: 'g'", "45g")]
    [InlineData(ExitCode.Usage, "one packet at a time", "45", "--hex", "-")]
    [InlineData(ExitCode.Usage, "--frame counts the frames of a capture", "45", "--frame", "2")]
    [InlineData(ExitCode.Usage, "--frame 0", "-r", "x", "--frame", "0")]
    [InlineData(ExitCode.Usage, "standard input: there are no bytes", "--hex", "-")]
    [InlineData(ExitCode.BadFile, "cannot read /nowhere/x: there is no such file", "--hex", "/nowhere/x")]
    [InlineData(ExitCode.BadFile, "cannot read /nowhere/x: there is no such file", "-r", "/nowhere/x")]
    public void What_cannot_be_decoded_is_told_on_standard_error(int exitCode, string message, params string[] args)
    {
        var (code, output, error) = Run("", ["decode", .. args]);
        Assert.Contains(message, error);
        Assert.Equal(exitCode, code);
        Assert.Empty(output);
    }

    [Theory]
    [InlineData("ipv6.pcap", "1", "this is the FIRST fragment", "FRAGMENT  8 bytes")]
    [InlineData("tunnels.pcapng", "1", "INSIDE, depth 1: out of ", "this is the FIRST fragment")]
    public void Both_families_and_tunnels(string capture, string frame, params string[] expected)
    {
        var (code, output, _) = Run("", ["decode", "-r", Capture().Replace("kernel-udp-ping.pcap", capture), "--frame", frame]);
        Assert.Equal(ExitCode.Done, code);
        Assert.All(expected, text => Assert.Contains(text, output));
    }

    [Fact]
    public void A_dump_of_a_frame_with_IPv6_is_recognized()
    {
        var (code, output, _) = Run("", ["decode", "ffffffffffff 020000000001 86dd 6000 0000"]);
        Assert.Equal(ExitCode.Damaged, code);
        Assert.Contains("looks like a frame: ethernet, 14 bytes in front of IP skipped", output);
        Assert.Contains("cut short: 4 of at least 40 bytes are here", output);
    }

    [Fact]
    public void A_frame_beyond_the_end_is_not_there()
    {
        var (code, _, error) = Run("", ["decode", "-r", Capture(), "--frame", "5000"]);
        Assert.Equal(ExitCode.Finding, code);
        Assert.Contains("there is no frame 5000", error);
    }

    [Fact]
    public void A_broken_header_is_shown_as_far_as_it_goes()
    {
        var (code, output, _) = Run("", ["decode", "4500 05dc f6b4"]);
        Assert.Equal(ExitCode.Damaged, code);
        Assert.Contains("! broken header: cut short: 6 of at least 20 bytes are here", output);
        Assert.Contains("id 0xf6b4", output);
    }

    private static (int Code, string Output, string Error) Run(string input, string[] args)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter();
        var terminal = new Terminal(new MemoryStream(Encoding.UTF8.GetBytes(input)), false, output, error, false, false, Style.Unlimited, _ => null);
        var code = Tool.Run(args, terminal);
        return (code, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }

    private static string Capture([CallerFilePath] string testFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(testFile)!, "../../../captures/kernel-udp-ping.pcap"));
}
