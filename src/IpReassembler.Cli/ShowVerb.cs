using System.CommandLine;
using System.Text;
using IpReassembler.Reassembly;
using IpReassembler.Records;

namespace IpReassembler.Cli;

/// <summary><c>ipreasm show</c>: one datagram in full.</summary>
internal static class ShowVerb
{
    public static Command Create(Terminal terminal, Interruption interruption)
    {
        var (input, engine, look) = (new InputOptions(), new EngineOptions(), new LookOptions());
        var which = new Argument<string>("DATAGRAM") { Description = "193, frame:198, id:0x320, or an expression as for list -Y" };
        var explain = Options.Switch("--explain", [], "What happened, fragment by fragment, in sentences");
        var fragments = Options.Switch("--fragments", [], "The table of fragments");
        var gaps = Options.Switch("--gaps", [], "The ranges that never came");
        var policies = Options.Switch("--policies", [], "What each policy makes of it, side by side");
        var hexdump = Options.Switch("--hexdump", [], "The delivered payload");
        var extract = new Option<string?>("--extract") { Description = "Write the delivered payload into this file", HelpName = "FILE" };
        var svg = new Option<string?>("--svg") { Description = "Draw the waterfall into this SVG file", HelpName = "FILE" };
        var write = new Option<string?>("--write", "-w") { Description = "Write the frames of this datagram into this capture, - for standard output", HelpName = "FILE" };
        var format = CaptureOutput.FormatOption();
        var quiet = Options.Switch("--quiet", ["-q"], "No remarks on standard error");
        var verb = new Verb("show", "One datagram in full: when each fragment came, what it covers, what is missing, and the verdict.")
        {
            MostUsed = ["--read", "--explain", "--fragments", "--policies", "--svg", "--write"],
            Examples = ["ipreasm show 193 day.pcap", "ipreasm show id:0x320 day.pcap --explain", "ipreasm show frame:198 day.pcap --svg 193.svg -w 193.pcap"],
        };
        verb.Arguments.Add(which);
        input.AddTo(verb);
        foreach (Option option in new Option[] { explain, fragments, gaps, policies, hexdump, extract, svg, write, format, quiet })
        {
            verb.Options.Add(option);
        }

        engine.AddTo(verb);
        look.AddTo(verb);
        verb.SetAction(parsed =>
        {
            var search = new DatagramSearch(parsed.GetRequiredValue(which));
            var options = engine.Read(parsed) with { Compare = PolicyOptions.Everybody };
            var talk = parsed.GetValue(quiet) ? terminal.Quiet : terminal;
            var (capture, picture, payload) = (parsed.GetValue(write), parsed.GetValue(svg), parsed.GetValue(extract));
            var named = input.Files(parsed);
            foreach (var target in new[] { capture, picture, payload }.OfType<string>())
            {
                OutputFile.MustBeWritable(target, named);
            }

            // Frames are written in a second reading, once it is known which.
            using var files = RereadableFiles.Of(capture is null ? [] : named, terminal, interruption);
            var cache = new ReassemblyCache(options);
            int exitCode;
            using (var source = capture is null ? input.Open(parsed, talk, interruption) : input.Open(files.Files, parsed, talk, interruption))
            {
                search.Run(source, cache, options);
                exitCode = source.Conclude(talk.Error);
            }

            var record = search.Single(exitCode);
            var (output, style) = (capture == "-" ? TextWriter.Null : parsed.InvocationConfiguration.Output, look.Read(parsed, terminal));
            var reason = ReasonText.Of(record, options, cache.Counters, style);
            ShowText.WriteHead(output, record, style);
            ShowText.WriteReason(output, reason, style);
            ShowText.WriteWaterfall(output, record, style);
            if (parsed.GetValue(explain))
            {
                ExplainText.Write(output, record, reason, style);
            }

            if (parsed.GetValue(fragments))
            {
                ShowText.WriteFragments(output, record, style);
            }

            if (parsed.GetValue(gaps))
            {
                ShowText.WriteGaps(output, record, style);
            }

            if (parsed.GetValue(policies))
            {
                output.WriteLine();
                PolicyText.WriteTable(output, record, style);
            }

            if (parsed.GetValue(hexdump))
            {
                output.WriteLine();
                HexDump.Write(output, Delivered(search, "--hexdump", reason), style);
            }

            if (payload is not null)
            {
                OutputFile.WriteAllBytes(payload, Delivered(search, "--extract", reason));
            }

            if (picture is not null)
            {
                OutputFile.WriteAllBytes(picture, Encoding.UTF8.GetBytes(ShowText.Svg(record)));
            }

            if (capture is not null)
            {
                using var again = input.Open(files.Files, parsed, talk.Quiet, interruption);
                using var frames = new CaptureOutput(capture, parsed.GetValue(format), again.Interfaces, terminal);
                Copy(record, again, frames);
            }

            return exitCode;
        });
        return verb;
    }

    private static byte[] Delivered(DatagramSearch search, string option, string reason) => search.Payload ?? throw new ToolException(
        ExitCode.Finding, $"{option}: #{search.Found!.Name} was not delivered, so there is no payload: {reason}");

    private static void Copy(DatagramRecord record, CaptureInput source, CaptureOutput output)
    {
        var wanted = record.Fragments.Select(fragment => fragment.Frame).ToHashSet();
        while (wanted.Count > 0 && source.Read(out var frame))
        {
            if (wanted.Remove(frame.Number))
            {
                output.Write(frame);
            }
        }

        output.Complete();
    }
}
