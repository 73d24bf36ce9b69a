using System.CommandLine;
using IpReassembler.Reassembly;
using IpReassembler.Records;

namespace IpReassembler.Cli;

/// <summary><c>ipreasm list</c>: a line for each datagram.</summary>
internal static class ListVerb
{
    public static Command Create(Terminal terminal, Interruption interruption)
    {
        var (input, engine, selection, format) = (new InputOptions(), new EngineOptions(), new SelectionOptions(), new ListFormat());
        var fingerprint = Options.Switch("--fingerprint", [], "Add SHA-256 sums of everything read to the JSON summary");
        var quiet = Options.Switch("--quiet", ["-q"], "No remarks on standard error");
        var verb = new Verb("list", "One line for each fragmented datagram, in order of first frames.")
        {
            MostUsed = ["--read", "--where", "--json", "--csv", "--columns", "--policy"],
            Examples = ["ipreasm list day.pcap -Y 'verdict != sound'", "ipreasm list day.pcap --csv --columns n,src,dst,verdict", "ipreasm list day.pcap --json --payload sha256 | jq .n"],
        };
        input.AddTo(verb);
        selection.AddTo(verb);
        format.AddTo(verb);
        verb.Options.Add(fingerprint);
        verb.Options.Add(quiet);
        engine.AddTo(verb);
        verb.SetAction(parsed =>
        {
            var options = engine.Read(parsed);
            var where = selection.Read(parsed);
            var cache = new ReassemblyCache(options);
            var totals = new CaptureTotals();
            var order = new RecordOrder();
            using var source = input.Open(parsed, terminal, interruption, parsed.GetValue(fingerprint));

            // What the records say of their origin is known once the first frame is.
            var more = source.Read(out var frame);
            var header = selection.Mark(source.Describe(options), parsed);
            var collector = new RecordCollector(header, format.Payload(parsed));
            using var output = format.Begin(parsed, terminal, header, source.First);
            for (; more; more = source.Read(out frame))
            {
                Take(source.Feed(cache, frame));
                Release(cache.OldestOpenNumber);
            }

            Take(cache.Finish());
            Release(oldestOpen: null);
            output.End(totals, source.Count(cache.Counters));
            return source.Conclude(parsed.GetValue(quiet) ? TextWriter.Null : terminal.Error);

            void Take(OutcomeSequence outcomes)
            {
                foreach (var outcome in outcomes)
                {
                    output.Note(outcome);
                    if (collector.Collect(outcome) is not { } record)
                    {
                        continue;
                    }

                    if (where is not null && !where.Evaluate(record))
                    {
                        totals.Skip(record);
                        continue;
                    }

                    totals.Add(record);
                    order.Add(record);
                }
            }

            void Release(long? oldestOpen)
            {
                while (order.Next(oldestOpen) is { } record)
                {
                    output.Write(record);
                }
            }
        });
        return verb;
    }
}
