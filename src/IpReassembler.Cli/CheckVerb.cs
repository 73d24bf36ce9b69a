using System.CommandLine;
using IpReassembler.Reassembly;
using IpReassembler.Records;

namespace IpReassembler.Cli;

/// <summary><c>ipreasm check</c>: what must hold of a capture, told by the exit code.</summary>
internal static class CheckVerb
{
    public static Command Create(Terminal terminal, Interruption interruption)
    {
        var (input, engine, look, selection, own) =
            (new InputOptions(canListen: true, takesWords: false), new EngineOptions(), new LookOptions(), new SelectionOptions(), new CheckOptions());
        var verb = new Verb("check", "Whether each assertion holds for all datagrams together: exit code 1 where one does not.")
        {
            MostUsed = ["--read", "--interface", "--where", "--junit", "--baseline", "--json"],
            Examples =
            [
                "ipreasm check day.pcap 'loss < 0.1%' 'p99(duration_ns) <= 5ms'",
                "ipreasm check day.pcap 'count(verdict == spliced) == 0' --junit out.xml",
                "ipreasm check day.pcap --baseline monday.json --tolerance 20%",
            ],
        };
        own.AddWordsTo(verb);
        input.AddTo(verb);
        selection.AddTo(verb);
        own.AddTo(verb);
        engine.AddTo(verb);
        look.AddTo(verb);
        verb.SetAction(parsed =>
        {
            var namesInput = input.Listens(parsed) || input.NamesFiles(parsed);
            var assertions = own.Assertions(parsed, behindCapture: !namesInput);
            var (baseline, tolerance) = (own.Baseline(parsed), own.Tolerance(parsed));
            var junit = own.JUnitFile(parsed);
            var (options, where) = (engine.Read(parsed), selection.Read(parsed));
            var (cache, tunnels, totals) = (new ReassemblyCache(options), new TunnelOpener(options), new CaptureTotals());
            using var source = namesInput
                ? input.Open(parsed, terminal, interruption)
                : input.Open([own.Capture(parsed)], parsed, terminal, interruption);

            // What the records say of their origin is known once the first frame is.
            var more = source.Read(out var frame);
            while (more && source.IsIdle)
            {
                more = source.Read(out frame);
            }

            var header = selection.Mark(source.Describe(options), parsed) with { EngineOptions = engine.Words(parsed) };
            var collector = new RecordCollector(header, PayloadForm.None);
            for (; more; more = source.Read(out frame))
            {
                var outcomes = source.Feed(cache, frame, out var packet);
                do
                {
                    Take(outcomes);
                }
                while (tunnels.TryGoOn(cache, ref packet, ref outcomes));
            }

            Take(cache.Finish());
            var counts = source.Count(cache.Counters);
            List<AssertionResult> results = [.. assertions.Select(assertion => assertion.Conclude(counts.Last - counts.First))];
            if (baseline is not null)
            {
                var now = Summarize(header, totals, counts);
                results.AddRange(Records.Baseline.Compare(baseline, now, tolerance, totals));
                CheckText.WriteDifferences(terminal.Error, baseline, now);
            }

            if (own.IsJson(parsed))
            {
                using var lines = new JsonLines(new StandardOutput(terminal.Output), header, LineKinds.Summary);
                results.ForEach(lines.Write);
                lines.Write(totals, counts);
            }
            else
            {
                CheckText.Write(parsed.InvocationConfiguration.Output, header, results, own.IsQuiet(parsed), look.Read(parsed, terminal));
                parsed.InvocationConfiguration.Output.Flush();
            }

            junit?.Write(header, results);
            var exitCode = source.Conclude(terminal.Error, cache.Counters.Fragments);
            return exitCode != ExitCode.Done ? exitCode : results.TrueForAll(result => result.Holds) ? ExitCode.Done : ExitCode.Finding;

            void Take(OutcomeSequence outcomes)
            {
                foreach (var outcome in outcomes)
                {
                    if (collector.Collect(outcome) is not { } record)
                    {
                        continue;
                    }

                    if (where is null || where.Evaluate(record))
                    {
                        totals.Add(record);
                        assertions.ForEach(assertion => assertion.Add(record));
                    }
                    else
                    {
                        totals.Skip(record);
                    }
                }
            }
        });
        return verb;
    }

    // As summary --json would print it now, read as the baseline was: so the two have the same names and units.
    private static SavedSummary Summarize(CaptureHeader header, CaptureTotals totals, CaptureCounts counts)
    {
        using var text = new MemoryStream();
        using (var lines = new JsonLines(text, header, LineKinds.Summary))
        {
            lines.Write(totals, counts);
        }

        return SavedSummary.TryRead(text.ToArray(), out var summary, out var error) ? summary : throw new InvalidOperationException(error);
    }
}
