using System.CommandLine;
using IpReassembler.Reassembly;

namespace IpReassembler.Cli;

/// <summary><c>ipreasm reassemble</c>: a capture in which fragments are replaced by the datagrams they add up to.</summary>
internal static class ReassembleVerb
{
    public static Command Create(Terminal terminal, Interruption interruption)
    {
        var (input, engine) = (new InputOptions(), new EngineOptions());
        var write = new Option<string?>("--write", "-w") { Description = "Write this capture, - for standard output", HelpName = "FILE", Required = true };
        var format = CaptureOutput.FormatOption();
        var time = Options.Of<DatagramTime?>(
            "--time", [], "WHICH", "When a whole datagram came: complete, first, last, zero (its offset 0) [complete]",
            Options.ParseWord<DatagramTime?>(
                ("complete", DatagramTime.Complete), ("first", DatagramTime.First), ("last", DatagramTime.Last), ("zero", DatagramTime.Zero)));
        var incomplete = Options.Of<KeepDrop?>(
            "--incomplete", [], "keep|drop", "Fragments of what was not delivered [keep]",
            Options.ParseWord<KeepDrop?>(("keep", KeepDrop.Keep), ("drop", KeepDrop.Drop)));
        var spliced = Options.Of<KeepDrop?>(
            "--spliced", [], "keep|drop", "Datagrams put together from two [keep, with a comment]",
            Options.ParseWord<KeepDrop?>(("keep", KeepDrop.Keep), ("drop", KeepDrop.Drop)));
        var onlyFragments = Options.Switch("--only-fragments", [], "Write nothing but reassembled datagrams");
        var annotate = Options.Of<OnOff?>(
            "--annotate", [], "on|off", "A comment on each datagram, where the format has room [on]",
            Options.ParseWord<OnOff?>(("on", OnOff.On), ("off", OnOff.Off)));
        var verb = new Command("reassemble", "Writes the capture with whole datagrams in place of fragments; everything else is copied in order.");
        input.AddTo(verb);
        foreach (Option option in new Option[] { write, format, time, incomplete, spliced, onlyFragments, annotate })
        {
            verb.Options.Add(option);
        }

        engine.AddTo(verb);
        verb.SetAction(parsed =>
        {
            var options = engine.Read(parsed);
            var keepsIncomplete = parsed.GetValue(incomplete) != KeepDrop.Drop;
            var target = parsed.GetRequiredValue(write)!;
            using var files = RereadableFiles.Of(input.Files(parsed), terminal);
            files.MustNotContain(target);

            // Whether a fragment is used is known only at the end: the first pass finds out, the second writes.
            var plan = new ReassemblyPlan(keepSpliced: parsed.GetValue(spliced) != KeepDrop.Drop);
            using (var first = input.Open(files.Paths, parsed, terminal, interruption))
            {
                plan.Make(first, new ReassemblyCache(options));
                if (interruption.Requested)
                {
                    return first.Conclude(terminal.Error);
                }
            }

            using var second = input.Open(files.Paths, parsed, terminal, interruption);
            using var output = new CaptureOutput(target, parsed.GetValue(format), second.Interfaces, terminal);
            var rewriter = new CaptureRewriter(plan, second, output)
            {
                Time = parsed.GetValue(time) ?? DatagramTime.Complete,
                KeepsIncomplete = keepsIncomplete,
                OnlyDatagrams = parsed.GetValue(onlyFragments),
                Annotates = parsed.GetValue(annotate) != OnOff.Off,
            };
            rewriter.Write(new ReassemblyCache(options));
            if (!interruption.Requested)
            {
                output.Complete();
                terminal.Error.WriteLine(plan.Describe(keepsIncomplete));
            }

            return second.Conclude(terminal.Error);
        });
        return verb;
    }
}
