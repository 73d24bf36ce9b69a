using System.CommandLine;
using IpReassembler.Cli.Text;
using IpReassembler.Reassembly;
using IpReassembler.Records;

namespace IpReassembler.Cli;

/// <summary><c>ipreasm show</c>: one datagram in full.</summary>
internal static class ShowVerb
{
    private const int NamesShown = 5;

    public static Command Create(Terminal terminal, Interruption interruption)
    {
        var (input, engine, look) = (new InputOptions(), new EngineOptions(), new LookOptions());
        var which = new Argument<string>("DATAGRAM") { Description = "193, frame:198, id:0x320, or an expression as for list -Y" };
        var fragments = Options.Switch("--fragments", [], "The table of fragments");
        var gaps = Options.Switch("--gaps", [], "The ranges that never came");
        var policies = Options.Switch("--policies", [], "What each policy makes of it, side by side");
        var hexdump = Options.Switch("--hexdump", [], "The delivered payload");
        var extract = new Option<string?>("--extract") { Description = "Write the delivered payload into this file", HelpName = "FILE" };
        var quiet = Options.Switch("--quiet", ["-q"], "No remarks on standard error");
        var verb = new Verb("show", "One datagram in full: its fragments in order of arrival, what is missing, and the verdict.")
        {
            MostUsed = ["--read", "--fragments", "--policies", "--hexdump", "--extract", "--policy"],
            Examples = ["ipreasm show 193 day.pcap", "ipreasm show id:0x320 day.pcap --hexdump", "ipreasm show frame:198 day.pcap --extract payload.bin"],
        };
        verb.Arguments.Add(which);
        input.AddTo(verb);
        foreach (Option option in new Option[] { fragments, gaps, policies, hexdump, extract, quiet })
        {
            verb.Options.Add(option);
        }

        engine.AddTo(verb);
        look.AddTo(verb);
        verb.SetAction(parsed =>
        {
            var selector = Selector(parsed.GetRequiredValue(which));
            var options = engine.Read(parsed) with { Compare = PolicyOptions.Everybody };
            var cache = new ReassemblyCache(options);
            var (found, names, exitCode) = Find(cache, options, selector, input, parsed, interruption, parsed.GetValue(quiet) ? terminal.Quiet : terminal);
            if (found is not { } one)
            {
                throw new ToolException(
                    exitCode == ExitCode.Done ? ExitCode.Finding : exitCode, $"no datagram matches {parsed.GetValue(which)}. ipreasm list shows them all.");
            }

            if (names.Count > 1)
            {
                var some = string.Join(' ', names.Take(NamesShown).Select(name => "#" + name)) + (names.Count > NamesShown ? " ..." : "");
                throw new ToolException(ExitCode.Usage, $"{parsed.GetValue(which)} matches more than one datagram: {some}. Name one of them.");
            }

            var (output, style) = (parsed.InvocationConfiguration.Output, look.Read(parsed, terminal));
            var all = !parsed.GetValue(fragments) && !parsed.GetValue(gaps) && !parsed.GetValue(hexdump) && !parsed.GetValue(policies);
            ShowText.WriteHead(output, one.Record, style);
            ShowText.WriteReason(output, ReasonText.Of(one.Record, options, cache.Counters, style), style);
            if (all || parsed.GetValue(fragments))
            {
                ShowText.WriteFragments(output, one.Record, style);
            }

            if (all || parsed.GetValue(gaps))
            {
                ShowText.WriteGaps(output, one.Record, style);
            }

            if (parsed.GetValue(policies))
            {
                output.WriteLine();
                PolicyText.WriteTable(output, one.Record, style);
            }

            if (parsed.GetValue(hexdump))
            {
                output.WriteLine();
                HexDump.Write(output, Delivered(one, "--hexdump"), style);
            }

            if (parsed.GetValue(extract) is { } file)
            {
                OutputFile.WriteAllBytes(file, Delivered(one, "--extract"));
            }

            return exitCode;
        });
        return verb;
    }

    private static byte[] Delivered((DatagramRecord Record, byte[]? Payload) one, string option) =>
        one.Payload ?? throw new ToolException(ExitCode.Finding, $"{option}: #{one.Record.Name} was not delivered ({Words.Of(one.Record.State)}), so there is no payload. --policy first may deliver it.");

    private static Expression Selector(string text)
    {
        if (File.Exists(text))
        {
            throw new ToolException(ExitCode.Usage, $"{text} is a file: the datagram comes first, as in ipreasm show 193 {text}");
        }

        var (kind, value) = text.Split(':', 2) is [var before, var after] ? (before, after) : ("", text.TrimStart('#'));
        var expression = kind switch
        {
            "frame" => $"frames == {value}",
            "id" => $"id == {value}",
            "" when value.Length > 0 && value.All(letter => char.IsAsciiDigit(letter) || letter == '.') => $"n == {value}",
            _ => text,
        };
        return Expression.TryParse(expression, out var selector, out var error) ? selector : throw new ToolException(ExitCode.Usage, error.ToString());
    }

    private static ((DatagramRecord Record, byte[]? Payload)? First, List<string> Names, int ExitCode) Find(
        ReassemblyCache cache, ReassemblyOptions options, Expression selector, InputOptions input, ParseResult parsed, Interruption interruption, Terminal terminal)
    {
        using var source = input.Open(parsed, terminal, interruption);
        (DatagramRecord, byte[]?)? first = null;
        var names = new List<string>();
        var tunnels = new TunnelOpener(options);
        CaptureHeader? header = null;
        while (source.Read(out var frame))
        {
            header ??= source.Describe(options);
            var outcomes = source.Feed(cache, frame, out var packet);
            do
            {
                Look(outcomes);
            }
            while (tunnels.TryGoOn(cache, ref packet, ref outcomes));
        }

        header ??= source.Describe(options);
        Look(cache.Finish());
        return (first, names, source.Conclude(terminal.Error));

        void Look(OutcomeSequence outcomes)
        {
            // A payload is lent when it is complete; its record ends in the same row of outcomes.
            byte[]? payload = null;
            foreach (var outcome in outcomes)
            {
                if (outcome is { Kind: OutcomeKind.Fragment, Fate: FragmentFate.Completes })
                {
                    payload = outcome.Payload.ToArray();
                }

                if (outcome is not { Kind: OutcomeKind.Ended, Datagram: { } datagram })
                {
                    continue;
                }

                var record = DatagramRecord.From(datagram, header);
                if (selector.Evaluate(record))
                {
                    names.Add(names.Count <= NamesShown ? record.Name : "");
                    first ??= (datagram.Views.Count > 0 ? record with { Views = DatagramViews.From(datagram) } : record, datagram.State == DatagramState.Complete ? payload : null);
                }
            }
        }
    }
}
