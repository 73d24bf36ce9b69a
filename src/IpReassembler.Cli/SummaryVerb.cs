using System.CommandLine;
using IpReassembler.Reassembly;
using IpReassembler.Records;

namespace IpReassembler.Cli;

/// <summary><c>ipreasm summary</c>: the answer on one screen.</summary>
internal static class SummaryVerb
{
    public static Command Create(Terminal terminal, Interruption interruption)
    {
        var (input, engine, look, selection) = (new InputOptions(canListen: true), new EngineOptions(), new LookOptions(), new SelectionOptions());
        var json = Options.Switch("--json", [], "JSON lines instead of text");
        var fingerprint = Options.Switch("--fingerprint", [], "Add SHA-256 sums of everything read");
        var quiet = Options.Switch("--quiet", ["-q"], "Only the first block");
        var verbose = Options.Switch("--verbose", ["-v"], "Also hosts, identifications, costs, order, the cache");
        var verb = new Verb("summary", "How many datagrams were fragmented, which failed, what is missing: on one screen.")
        {
            MostUsed = ["--read", "--interface", "--filter", "--where", "--policy", "--json"],
            Examples = ["ipreasm day.pcap", "ipreasm summary -Y 'src in 192.0.2.0/24' monday.pcap tuesday.pcap", "ipreasm -i any -a duration:10 port 5300"],
        };
        input.AddTo(verb);
        selection.AddTo(verb);
        foreach (var option in new[] { quiet, verbose, json, fingerprint })
        {
            verb.Options.Add(option);
        }

        Options.Require(verb, fingerprint, json);
        engine.AddTo(verb);
        look.AddTo(verb);
        verb.SetAction(parsed =>
        {
            // Who rebuilds what differently is part of the advice; where no fragments overlap it costs nothing.
            var options = engine.Read(parsed) with { Compare = OverlapPolicy.All };
            var where = selection.Read(parsed);
            var cache = new ReassemblyCache(options);
            var isShort = parsed.GetValue(quiet) && !parsed.GetValue(verbose) && !parsed.GetValue(json);
            var totals = new CaptureTotals(withTiming: !isShort);
            using var source = input.Open(parsed, terminal, interruption, parsed.GetValue(fingerprint));
            Pass(source, cache, totals, options, where);
            Print(selection.Mark(source.Describe(options) with { EngineOptions = engine.Words(parsed) }, parsed), totals, source.Count(cache.Counters), cache.Counters);
            return source.Conclude(terminal.Error, cache.Counters.Fragments);

            void Print(CaptureHeader header, CaptureTotals totals, CaptureCounts counts, ReassemblyCounters cached)
            {
                if (parsed.GetValue(json))
                {
                    using var lines = new JsonLines(new StandardOutput(terminal.Output), header, LineKinds.Summary);
                    lines.Write(totals, counts);
                    return;
                }

                var text = parsed.InvocationConfiguration.Output;
                var style = look.Read(parsed, terminal);
                SummaryText.Write(text, header, totals, counts, style, parsed.GetValue(quiet));
                if (parsed.GetValue(verbose))
                {
                    TimesText.WriteMore(text, totals.Timing, style);
                    FlowText.WriteHosts(text, totals.Timing.Flows, style);
                    FlowText.WriteIdentifications(text, header, totals.Timing.Flows, style);
                    CacheText.Write(text, counts, cached, style);
                }
            }
        });
        return verb;
    }

    /// <summary>Reads to the end, and sums up every datagram that is selected.</summary>
    public static void Pass(CaptureInput source, ReassemblyCache cache, CaptureTotals totals, ReassemblyOptions options, Expression? where)
    {
        var header = source.Describe(options);
        var tunnels = new TunnelOpener(options);
        while (source.Read(out var frame))
        {
            if (source.Packets == 1)
            {
                header = source.Describe(options);
            }

            var outcomes = source.Feed(cache, frame, out var packet);
            do
            {
                if (outcomes.HasEnded)
                {
                    Add(totals, outcomes, header, where);
                }
            }
            while (tunnels.TryGoOn(cache, ref packet, ref outcomes));
        }

        Add(totals, cache.Finish(), header, where);
    }

    private static void Add(CaptureTotals totals, OutcomeSequence outcomes, CaptureHeader header, Expression? where)
    {
        foreach (var outcome in outcomes)
        {
            if (outcome.Kind != OutcomeKind.Ended)
            {
                continue;
            }

            if (where is null)
            {
                totals.Add(outcome, header);
            }
            else if (DatagramRecord.From(outcome.Datagram!, header) is var record && where.Evaluate(record))
            {
                totals.Add(record);
            }
            else
            {
                totals.Skip(record);
            }
        }
    }
}
