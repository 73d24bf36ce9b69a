using System.CommandLine;
using IpReassembler.Reassembly;
using IpReassembler.Records;
using IpReassembler.Timing;

namespace IpReassembler.Cli;

/// <summary><c>ipreasm flows</c>: a line for each flow, host or protocol.</summary>
internal static class FlowsVerb
{
    private const long ShownInText = 20;

    private static readonly (string Word, FlowGrouping Value)[] Groupings = [.. Enum.GetValues<FlowGrouping>().Select(grouping => (FlowGroupingNames.Of(grouping), grouping))];

    private static readonly (string Word, FlowOrder Value)[] Orders =
        [("failed", FlowOrder.Failed), ("loss", FlowOrder.Loss), ("p99", FlowOrder.Percentile99), ("bytes", FlowOrder.Bytes), ("reordered", FlowOrder.Reordered)];

    public static Command Create(Terminal terminal, Interruption interruption)
    {
        var (input, engine, look, selection) = (new InputOptions(canListen: true), new EngineOptions(), new LookOptions(), new SelectionOptions());
        var by = Options.Of("--by", [], Words(Groupings), "What a line stands for [flow]", Options.ParseWord(Groupings));
        var sort = Options.Of("--sort", [], Words(Orders), "Which come first [failed]", Options.ParseWord(Orders));
        var top = Options.Of<long?>("--top", [], "N", "How many lines [20; all with --json and --csv]", text => Options.ParseNumber(1, int.MaxValue)(text));
        var json = Options.Switch("--json", [], "JSON lines");
        var csv = Options.Switch("--csv", [], "Comma-separated values");
        var columns = Options.Of<IReadOnlyList<FlowField>?>(
            "--columns", [], "A,B,C", "The columns of --csv",
            text => FlowFields.TryParse(text, out var found, out var error) ? found : throw new FormatException(error));
        var verb = new Verb("flows", "One line for each flow, pair of hosts, host, protocol or VLAN: what failed, how long it took, how soon identifications wrap.")
        {
            MostUsed = ["--read", "--by", "--sort", "--top", "--json", "--csv"],
            Examples = ["ipreasm flows day.pcap", "ipreasm flows --by pair --sort p99 --top 5 day.pcap", "ipreasm flows day.pcap --csv --columns src,dst,datagrams,failed"],
        };
        input.AddTo(verb);
        foreach (var option in new Option[] { by, sort, top, json, csv, columns })
        {
            verb.Options.Add(option);
        }

        selection.AddTo(verb);
        engine.AddTo(verb);
        look.AddTo(verb);
        verb.Validators.Add(result =>
        {
            if (result.GetResult(columns) is not null && result.GetResult(csv) is null)
            {
                result.AddError("--columns needs --csv");
            }

            if (result.GetResult(json) is not null && result.GetResult(csv) is not null)
            {
                result.AddError("--json and --csv exclude each other");
            }
        });
        verb.SetAction(parsed =>
        {
            var options = engine.Read(parsed);
            var where = selection.Read(parsed);
            var cache = new ReassemblyCache(options);
            var totals = new CaptureTotals(parsed.GetValue(by));
            using var source = input.Open(parsed, terminal, interruption);
            SummaryVerb.Pass(source, cache, totals, options, where);
            var header = selection.Mark(source.Describe(options) with { EngineOptions = engine.Words(parsed) }, parsed);
            Print(parsed, header, totals, source.Count(cache.Counters));
            return source.Conclude(terminal.Error, cache.Counters.Fragments);
        });
        return verb;

        void Print(ParseResult parsed, CaptureHeader header, CaptureTotals totals, CaptureCounts counts)
        {
            var flows = totals.Timing.Flows;
            var order = parsed.GetValue(sort);
            var rows = flows.Ordered(order).Take((int)(parsed.GetValue(top) ?? int.MaxValue));
            if (parsed.GetValue(json))
            {
                using var lines = new JsonLines(new StandardOutput(terminal.Output), header, LineKinds.Flow | LineKinds.Summary);
                foreach (var row in rows)
                {
                    lines.Write(row, flows.Grouping, header);
                }

                lines.WriteRest(flows);
                lines.Write(totals, counts);
            }
            else if (parsed.GetValue(csv))
            {
                var chosen = parsed.GetValue(columns) ?? FlowFields.Default;
                using var text = new StreamWriter(new StandardOutput(terminal.Output), leaveOpen: true);
                text.Write(CsvWriter.Line(chosen.Select(column => column.Name)));
                foreach (var row in rows)
                {
                    text.Write(CsvWriter.Line(chosen.Select(column => column.Text(row, header) ?? "")));
                }
            }
            else
            {
                FlowText.Write(parsed.InvocationConfiguration.Output, header, flows, order, parsed.GetValue(top) ?? ShownInText, look.Read(parsed, terminal));
            }
        }
    }

    private static string Words<T>((string Word, T Value)[] words) => string.Join('|', words.Select(word => word.Word));
}
