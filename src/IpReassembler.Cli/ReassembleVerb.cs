using System.CommandLine;
using IpReassembler.Capture;
using IpReassembler.Reassembly;

namespace IpReassembler.Cli;

/// <summary><c>ipreasm reassemble</c>: a capture in which fragments are replaced by the datagrams they add up to.</summary>
internal static class ReassembleVerb
{
    public static Command Create(Terminal terminal, Interruption interruption)
    {
        var (input, engine) = (new InputOptions(canListen: true, canPace: false), new EngineOptions(DepthRule.Outer));
        var write = new Option<string?>("--write", "-w") { Description = "Write this capture, - for standard output", HelpName = "FILE", Required = true };
        var format = CaptureOutput.FormatOption();
        var time = Options.Of<DatagramTime?>(
            "--time", [], "WHICH", "When a whole datagram came: complete, first, last, zero (its offset 0) [complete]",
            Options.ParseWord<DatagramTime?>(
                ("complete", DatagramTime.Complete), ("first", DatagramTime.First), ("last", DatagramTime.Last), ("zero", DatagramTime.Zero)));
        var incomplete = Options.Of<IncompleteDatagrams?>(
            "--incomplete", [], "keep|drop|pad", "Fragments of what was not delivered; pad: zeroes for what is missing outside tunnels, in a comment [keep]",
            Options.ParseWord<IncompleteDatagrams?>(
                ("keep", IncompleteDatagrams.Keep), ("drop", IncompleteDatagrams.Drop), ("pad", IncompleteDatagrams.Pad)));
        var spliced = Options.Of<KeepDrop?>(
            "--spliced", [], "keep|drop", "Datagrams put together from two [keep, with a comment]",
            Options.ParseWord<KeepDrop?>(("keep", KeepDrop.Keep), ("drop", KeepDrop.Drop)));
        var onlyFragments = Options.Switch("--only-fragments", [], "Write nothing but reassembled datagrams");
        var annotate = Options.Of<OnOff?>(
            "--annotate", [], "on|off", "A comment on each datagram, where the format has room [on]",
            Options.ParseWord<OnOff?>(("on", OnOff.On), ("off", OnOff.Off)));
        var quiet = Options.Switch("--quiet", ["-q"], "No remarks on standard error");
        var verb = new Verb("reassemble", "Writes the capture with whole datagrams in place of fragments; everything else is copied in order.")
        {
            MostUsed = ["--read", "--interface", "--write", "--incomplete", "--only-fragments", "--policy"],
            Examples = ["ipreasm reassemble day.pcap -w whole.pcapng", "ipreasm reassemble -i any -w whole.pcapng udp port 5300", "tcpdump -c 1000 -w - | ipreasm reassemble -r - -w - | tshark -r -"],
        };
        input.AddTo(verb);
        foreach (Option option in new Option[] { write, format, time, incomplete, spliced, onlyFragments, annotate, quiet })
        {
            verb.Options.Add(option);
        }

        engine.AddTo(verb);
        verb.SetAction(parsed =>
        {
            var options = engine.Read(parsed);
            var talk = parsed.GetValue(quiet) ? terminal.Quiet : terminal;
            var unfinished = parsed.GetValue(incomplete) ?? IncompleteDatagrams.Keep;
            var target = parsed.GetRequiredValue(write)!;
            FileName.MustNotBeEmpty(target, "the file to write");
            var hasComments = parsed.GetValue(annotate) != OnOff.Off && CaptureFile.FormatFor(target, parsed.GetValue(format)) == CaptureFormat.Pcapng;
            if (unfinished == IncompleteDatagrams.Pad && !hasComments)
            {
                throw new ToolException(
                    ExitCode.Usage, "--incomplete pad marks its zeroes in a comment, so that nobody takes them for data: write pcapng (-F pcapng), and not with --annotate off.");
            }

            var (isLive, liveCode) = (input.Listens(parsed), ExitCode.Done);
            using var files = isLive ? Record() : RereadableFiles.Of(input.Files(parsed), terminal, interruption);
            files.MustNotContain(target);

            // Whether a fragment is used is known only at the end: the first pass finds out, the second writes.
            var plan = new ReassemblyPlan(keepSpliced: parsed.GetValue(spliced) != KeepDrop.Drop, pads: unfinished == IncompleteDatagrams.Pad);
            using (var first = input.Open(files.Files, parsed, talk, interruption))
            {
                plan.Make(first, new ReassemblyCache(options), options);
                if (interruption.Requested)
                {
                    return first.Conclude(talk.Error);
                }
            }

            using var second = input.Open(files.Files, parsed, talk, interruption);
            using var output = new CaptureOutput(target, Format(parsed.GetValue(format), target, isLive), second.Interfaces, terminal);
            var rewriter = new CaptureRewriter(plan, second, output)
            {
                Time = parsed.GetValue(time) ?? DatagramTime.Complete,
                KeepsIncomplete = unfinished != IncompleteDatagrams.Drop,
                OnlyDatagrams = parsed.GetValue(onlyFragments),
                Annotates = parsed.GetValue(annotate) != OnOff.Off,
            };
            rewriter.Write(new ReassemblyCache(options), options);
            if (!interruption.Requested)
            {
                output.Complete();
                talk.Error.WriteLine(plan.Describe(rewriter.KeepsIncomplete, rewriter.OnlyDatagrams, hasComments));
            }

            return second.Conclude(talk.Error) is var code and not ExitCode.Done ? code : liveCode;

            // A target that cannot be written is told before anybody waits for packets; a capture that was ended by hand is still worked on.
            RereadableFiles Record()
            {
                CaptureOutput.MustBeWritable(target);
                using var live = input.Open(parsed, talk, interruption);
                var recorded = RereadableFiles.Of(live);
                liveCode = live.Conclude(talk.Error);
                interruption.Answer();
                return recorded;
            }
        });
        return verb;
    }

    // The kernel's times have nanoseconds, and a pcap file can keep them.
    private static CaptureFormat? Format(CaptureFormat? asked, string target, bool isLive) =>
        isLive && (asked == CaptureFormat.Pcap || (asked is null && target.EndsWith(".pcap", StringComparison.OrdinalIgnoreCase))) ? CaptureFormat.PcapNanosecond : asked;
}
