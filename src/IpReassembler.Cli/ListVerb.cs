using System.CommandLine;
using IpReassembler.Reassembly;
using IpReassembler.Records;

namespace IpReassembler.Cli;

/// <summary><c>ipreasm list</c>: a line for each datagram.</summary>
internal static class ListVerb
{
    public static Command Create(Terminal terminal, Interruption interruption)
    {
        var (input, engine, selection, format) = (new InputOptions(canListen: true), new EngineOptions(), new SelectionOptions(), new ListFormat());
        var fingerprint = Options.Switch("--fingerprint", [], "Add SHA-256 sums of everything read to the JSON summary");
        var quiet = Options.Switch("--quiet", ["-q"], "No remarks on standard error");
        var follow = Options.Switch("--follow", [], "Print a line the moment a datagram is whole, given up or evicted");
        var verb = new Verb("list", "One line for each fragmented datagram, in order of first frames.")
        {
            MostUsed = ["--read", "--interface", "--follow", "--where", "--json", "--csv"],
            Examples = ["ipreasm list day.pcap -Y 'verdict != sound'", "ipreasm list day.pcap --csv --columns n,src,dst,verdict", "ipreasm list -i eth0 --follow udp"],
        };
        input.AddTo(verb);
        selection.AddTo(verb);
        format.AddTo(verb);
        verb.Options.Add(fingerprint);
        Options.Require(verb, fingerprint, format.Json);
        verb.Options.Add(quiet);
        verb.Options.Add(follow);
        engine.AddTo(verb);
        verb.SetAction(parsed =>
        {
            var options = engine.Read(parsed);
            var where = selection.Read(parsed);
            var cache = new ReassemblyCache(options);
            var tunnels = new TunnelOpener(options);
            var totals = new CaptureTotals();
            var order = new RecordOrder();
            var talk = parsed.GetValue(quiet) ? terminal.Quiet : terminal;
            using var source = input.Open(parsed, talk, interruption, parsed.GetValue(fingerprint));

            // What the records say of their origin is known once the first frame is.
            var more = source.Read(out var frame);
            while (more && source.IsIdle)
            {
                more = source.Read(out frame);
            }

            var header = selection.Mark(source.Describe(options), parsed);
            var collector = new RecordCollector(header, format.Payload(parsed));
            var followed = parsed.GetValue(follow) ? new FollowedDatagrams() : null;
            using var output = format.Begin(parsed, terminal, header, source.First, isFollowed: followed is not null);
            for (; more; more = source.Read(out frame))
            {
                var outcomes = source.Feed(cache, frame, out var packet);
                do
                {
                    Take(outcomes);
                }
                while (tunnels.TryGoOn(cache, ref packet, ref outcomes));

                Release(cache.OldestOpenNumber);
                if (source.IsIdle)
                {
                    output.Flush();
                }
            }

            Take(cache.Finish());
            Release(oldestOpen: null);
            output.End(totals, source.Count(cache.Counters));
            return source.Conclude(talk.Error, cache.Counters.Fragments);

            void Take(OutcomeSequence outcomes)
            {
                foreach (var outcome in outcomes)
                {
                    output.Note(outcome);
                    if (collector.Collect(outcome) is { } record)
                    {
                        Close(record, isChosen: where is null || where.Evaluate(record));
                    }
                    else if (followed is not null && FollowedDatagrams.IsDecided(outcome))
                    {
                        var given = DatagramRecord.From(outcome.Datagram!, header);
                        Tell(given, isChosen: where is null || where.Evaluate(given), isEnded: false);
                    }
                }
            }

            void Close(DatagramRecord record, bool isChosen)
            {
                if (isChosen)
                {
                    totals.Add(record);
                }
                else
                {
                    totals.Skip(record);
                }

                if (followed is not null)
                {
                    Tell(record, isChosen, isEnded: true);
                }
                else if (isChosen)
                {
                    order.Add(record);
                }
            }

            void Tell(DatagramRecord record, bool isChosen, bool isEnded)
            {
                if (followed.IsNews(record, isEnded) && isChosen)
                {
                    output.Write(record);
                    output.Flush();
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
