using System.CommandLine;
using IpReassembler.Packets;

namespace IpReassembler.Cli;

/// <summary><c>ipreasm decode</c>: one IP packet and those that it carries, bit by bit.</summary>
internal static class DecodeVerb
{
    /// <param name="terminal">Where it reads and writes.</param>
    /// <param name="interruption">Ends the search for a frame early; null for one of its own.</param>
    public static Command Create(Terminal terminal, Interruption interruption)
    {
        var look = new LookOptions();
        var words = new Argument<string[]>("HEX")
        {
            Description = "The packet in hexadecimal digits, from its IP header on",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var hex = new Option<string?>("--hex") { Description = "Read digits or a dump (offset and bytes) from this file, - for standard input", HelpName = "FILE" };
        var read = new Option<string?>("--read", "-r") { Description = "Take the packet from this capture", HelpName = "FILE" };
        var number = Options.Of<long?>("--frame", [], "N", "Which frame of the capture [1]", text => Options.ParseNumber(1, long.MaxValue)(text));
        var json = Options.Switch("--json", [], "A JSON object with every field, one for each packet inside");
        var verb = new Verb("decode", "Explains one IPv4 or IPv6 packet: its headers bit by bit, which part of a datagram it is, and what is odd.")
        {
            MostUsed = ["--hex", "--read", "--frame", "--json", "--width", "--ascii"],
            Examples = ["ipreasm decode 4500 05dc f6b4 20b9 4001 d9cb c0a8 0196 c0a8 0101", "ipreasm decode -r day.pcap --frame 123", "xxd packet.bin | ipreasm decode --hex -"],
        };
        verb.Arguments.Add(words);
        foreach (Option option in new Option[] { hex, read, number, json })
        {
            verb.Options.Add(option);
        }

        look.AddTo(verb);
        verb.SetAction(parsed =>
        {
            var packets = Find(
                parsed.GetValue(words) ?? [], parsed.GetValue(hex), parsed.GetValue(read), parsed.GetValue(number), terminal,
                file => new InputOptions().Open([new InputFile(file)], parsed, terminal, interruption)).Opened();
            var output = parsed.InvocationConfiguration.Output;
            var (isJson, style) = (parsed.GetValue(json), look.Read(parsed, terminal));
            foreach (var packet in packets)
            {
                if (isJson)
                {
                    output.WriteLine(DecodeJson.Write(packet));
                }
                else
                {
                    DecodeText.Write(output, packet, style);
                }
            }

            return packets.All(packet => packet.Defect is PacketDefect.None) ? ExitCode.Done : ExitCode.Damaged;
        });
        return verb;
    }

    private static DecodedPacket Find(string[] words, string? hex, string? capture, long? number, Terminal terminal, Func<string, CaptureInput> open)
    {
        if ((words.Length > 0 ? 1 : 0) + (hex is null ? 0 : 1) + (capture is null ? 0 : 1) > 1)
        {
            throw new ToolException(ExitCode.Usage, "one packet at a time: give its digits, or --hex FILE, or -r FILE.");
        }

        if (number is not null && capture is null)
        {
            throw new ToolException(ExitCode.Usage, "--frame counts the frames of a capture: name that with -r.");
        }

        if (capture is not null)
        {
            using var source = open(capture);
            return DecodeInput.FromFrame(source, capture, number ?? 1, terminal.Error);
        }

        if (words is [var file] && File.Exists(file) && !file.All(char.IsAsciiHexDigit))
        {
            throw new ToolException(ExitCode.Usage, $"'{file}' is a file: take a packet from it with -r (a capture) or --hex (text).");
        }

        return words.Length > 0 ? DecodeInput.FromHex(string.Join(' ', words), "the digits")
            : hex is not null || !terminal.InputIsTerminal ? DecodeInput.FromHexFile(hex ?? "-", terminal)
            : throw new ToolException(ExitCode.Usage, "no packet: give its digits, --hex FILE, or -r FILE. Try: ipreasm decode -r FILE --frame 1");
    }
}
