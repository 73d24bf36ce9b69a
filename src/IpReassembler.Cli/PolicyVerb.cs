using System.CommandLine;
using IpReassembler.Reassembly;
using IpReassembler.Records;

namespace IpReassembler.Cli;

/// <summary><c>ipreasm policy</c>: what each system would have rebuilt, side by side.</summary>
internal static class PolicyVerb
{
    public static Command Create(Terminal terminal, Interruption interruption)
    {
        var (input, engine, look, selection, own) = (new InputOptions(), new EngineOptions(), new LookOptions(), new SelectionOptions(), new PolicyOptions());
        var verb = new Verb("policy", "What each operating system would have rebuilt, side by side: shown where they differ.")
        {
            MostUsed = ["--read", "--where", "--only", "--extract", "--fail-on", "--json"],
            Examples = ["ipreasm policy day.pcap", "ipreasm policy day.pcap --only linux,windows --extract payloads", "ipreasm policy --list"],
        };
        input.AddTo(verb);
        selection.AddTo(verb);
        own.AddTo(verb);
        engine.AddTo(verb);
        look.AddTo(verb);
        verb.SetAction(parsed =>
        {
            var style = look.Read(parsed, terminal);
            if (own.AsksForList(parsed))
            {
                PolicyList.Write(parsed.InvocationConfiguration.Output, own.Compared(parsed), style);
                return ExitCode.Done;
            }

            var options = engine.Read(parsed) with { Compare = own.Compared(parsed) };
            using var source = input.Open(parsed, terminal, interruption);
            var folder = own.Folder(parsed);
            var findings = new PolicyFindings();

            // What the records say of their origin is known once the first frame is.
            var more = source.Read(out var frame);
            var header = selection.Mark(source.Describe(options), parsed);
            using (var lines = own.IsJson(parsed) ? new JsonLines(new StandardOutput(terminal.Output), header) : null)
            {
                var pass = new PolicyPass(header, own.Payload(parsed), selection.Read(parsed), findings, folder, lines);
                var (cache, tunnels) = (new ReassemblyCache(options), new TunnelOpener(options));
                for (; more; more = source.Read(out frame))
                {
                    var outcomes = source.Feed(cache, frame, out var packet);
                    do
                    {
                        pass.Take(outcomes, cache);
                    }
                    while (tunnels.TryGoOn(cache, ref packet, ref outcomes));
                }

                pass.Take(cache.Finish(), cache);
                lines?.Write(pass.Totals, source.Count(cache.Counters));
            }

            if (!own.IsJson(parsed))
            {
                PolicyReport.Write(parsed.InvocationConfiguration.Output, findings, own.IsQuiet(parsed), style);
            }

            parsed.InvocationConfiguration.Output.Flush();
            var exitCode = source.Conclude(own.IsQuiet(parsed) ? TextWriter.Null : terminal.Error);
            return folder?.Failure is { } failure ? throw failure
                : exitCode != ExitCode.Done ? exitCode
                : own.FailsOnDisagreement(parsed) && findings.Disputed > 0 ? ExitCode.Finding
                : ExitCode.Done;
        });
        return verb;
    }
}
