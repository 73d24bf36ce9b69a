using System.CommandLine;
using System.Security.Cryptography;
using IpReassembler.Reassembly;
using IpReassembler.Records;
using IpReassembler.Timing;

namespace IpReassembler.Cli;

/// <summary><c>ipreasm report</c>: a capture as one HTML file.</summary>
internal static class ReportVerb
{
    private const long DefaultMaxDatagrams = 5_000, MostDatagrams = 1_000_000;

    public static Command Create(Terminal terminal, Interruption interruption)
    {
        var (input, engine, selection) = (new InputOptions(canListen: true, canPace: false), new EngineOptions(), new SelectionOptions());
        var target = new Option<string?>("--output", "-o") { Description = "Write this HTML file, - for standard output", HelpName = "FILE", Required = true };
        var title = new Option<string?>("--title") { Description = "The title [the capture's name]", HelpName = "TEXT" };
        var most = Options.Of<long?>("--max-datagrams", [], "N", "List at most so many datagrams, those that failed first; all are counted [5000]",
            text => Options.ParseNumber(1, MostDatagrams)(text));
        var quiet = Options.Switch("--quiet", ["-q"], "No remarks on standard error");
        var verb = new Verb("report", "One self-contained HTML file: outcomes, time line, flows, every datagram with its waterfall, and how it was measured.")
        {
            MostUsed = ["--read", "--interface", "--output", "--title", "--where", "--policy"],
            Examples = ["ipreasm report day.pcap -o day.html", "ipreasm report day.pcap -o failed.html -Y 'verdict != sound'", "ipreasm report -i any -a duration:60 -o now.html"],
        };
        input.AddTo(verb);
        foreach (Option option in new Option[] { target, title, most, quiet })
        {
            verb.Options.Add(option);
        }

        selection.AddTo(verb);
        engine.AddTo(verb);
        verb.SetAction(parsed =>
        {
            var (options, where, file) = (engine.Read(parsed) with { Compare = OverlapPolicy.All }, selection.Read(parsed), parsed.GetRequiredValue(target)!);
            var talk = parsed.GetValue(quiet) ? terminal.Quiet : terminal;
            IReadOnlyList<InputFile> files = input.Listens(parsed) ? [] : input.Files(parsed);
            OutputFile.MustBeWritable(file, files);
            var (cache, tunnels, totals) = (new ReassemblyCache(options), new TunnelOpener(options), new CaptureTotals(FlowGrouping.Flow));
            using var source = input.Open(parsed, talk, interruption, fingerprint: true);

            // What the records say of their origin is known once the first frame is.
            var more = source.Read(out var frame);
            while (more && source.IsIdle)
            {
                more = source.Read(out frame);
            }

            var header = selection.Mark(source.Describe(options) with { EngineOptions = engine.Words(parsed) }, parsed);
            var rows = new ReportRows(header, (int)(parsed.GetValue(most) ?? DefaultMaxDatagrams));
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
            var data = new ReportData
            {
                Title = parsed.GetValue(title) ?? header.File,
                Header = header,
                Totals = totals,
                Counts = counts,
                Rows = rows,
                Advice = [.. SummaryAdvice.For(header, totals, counts, Style.Plain).Select(advice => (advice.IsWarning, advice.Text, advice.Command))],
                Method = [.. Method(header, options, files, rows)],
            };
            Write(file, data, terminal);
            if (rows.LeftOut > 0)
            {
                talk.Error.WriteLine($"ipreasm: {rows.LeftOut} of {rows.Count} datagrams are counted but not listed: --max-datagrams lists more");
            }

            return source.Conclude(talk.Error, cache.Counters.Fragments);

            void Take(OutcomeSequence outcomes)
            {
                foreach (var outcome in outcomes)
                {
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
                    rows.Add(record.ViewsAgree ? record : record with { Views = DatagramViews.From(outcome.Datagram!) });
                }
            }
        });
        return verb;
    }

    private static void Write(string file, ReportData data, Terminal terminal)
    {
        using var page = new MemoryStream();
        HtmlReport.Write(page, data.Title, data.ToJson());
        var bytes = page.GetBuffer().AsSpan(0, (int)page.Length);
        if (file == "-")
        {
            using var output = new StandardOutput(terminal.Output);
            output.Write(bytes);
            output.Flush();
        }
        else
        {
            OutputFile.WriteAllBytes(file, bytes);
        }
    }

    private static IEnumerable<(string Name, string Value)> Method(CaptureHeader header, ReassemblyOptions options, IReadOnlyList<InputFile> files, ReportRows rows)
    {
        yield return ("made by", VersionText.OneLine);
        yield return ("input", $"{header.File} ({header.Format})");
        foreach (var file in files.Where(file => !file.IsStandardInput && IsPlain(file.Path)))
        {
            yield return ("SHA-256 of " + Path.GetFileName(file.Path), Sha256(file.Path));
        }

        if (header.ReadOptions.Length > 0)
        {
            yield return ("to see the same again", $"ipreasm summary {header.ReadOptions} {header.EngineOptions}".TrimEnd());
        }

        yield return ("policy", options.Policy.Name + (header.Targets is { } targets ? $", others by {targets}" : ""));
        var (wait, ipv6Wait) = (header.Timeout?.ToString() ?? "none", header.Ipv6Timeout?.ToString() ?? "none");
        yield return ("timeout", wait == ipv6Wait ? wait : $"{wait}, IPv6 {ipv6Wait}");
        yield return ("limits", $"{options.MaxMemory >> 20} MiB, {options.MaxDatagrams} datagrams, {options.MaxFragments} fragments in each");
        if (header.Where is { } where)
        {
            yield return ("only datagrams with", where);
        }

        if (rows.LeftOut > 0)
        {
            yield return ("not listed", $"{rows.LeftOut} of {rows.Count} datagrams: counted, but there was no room for them here; those that failed come first");
        }
    }

    // A pipe can be read only once, and that has been done.
    private static bool IsPlain(string path) => new FileInfo(path) is { Exists: true, Length: > 0 };

    private static string Sha256(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
