using System.CommandLine;
using System.CommandLine.Parsing;
using IpReassembler.Capture;
using IpReassembler.Scenarios;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary><c>ipreasm scenario run</c>: plays a scenario into a capture, or out of an interface.</summary>
internal static class ScenarioRunVerb
{
    public static Command Create(Terminal terminal, Interruption interruption)
    {
        var scenario = new Argument<string>("SCENARIO") { Description = ScenarioVerb.FileHelp };
        var write = new Option<string?>("--write", "-w") { Description = "Write this capture, - for standard output", HelpName = "FILE" };
        var format = CaptureOutput.FormatOption();
        var seed = Options.Of<long?>("--seed", [], "N", "Draw everything random anew, from N in place of the scenario's seeds", text => Options.ParseNumber(0, long.MaxValue)(text));
        var sending = new SendOptions("--to", "Send every packet to this address; the kernel finds the way") { IsRouted = true };
        var verb = new Verb("run", "Plays a scenario: writes its frames into a capture, or sends them when they are due.")
        {
            MostUsed = ["--write", "-F", "--interface", "--to", "--dry-run", "--i-own-this-network"],
            Examples = ["ipreasm scenario run active-mapping -w six.pcap", "ipreasm scenario run flood -w flood.pcap -F pcap", "ipreasm scenario run mine.scenario -i veth0 --to 10.9.0.2"],
        };
        verb.Arguments.Add(scenario);
        verb.Options.Add(write);
        verb.Options.Add(format);
        verb.Options.Add(seed);
        sending.AddTo(verb);
        verb.Validators.Add(result => Check(result, write, format, sending));
        verb.SetAction(parsed =>
        {
            var name = parsed.GetRequiredValue(scenario);
            var written = ScenarioInput.Parse(ScenarioInput.Open(name));
            var played = parsed.GetValue(seed) is { } other ? written.WithSeed((ulong)other) : written;
            return parsed.GetValue(write) is { } target
                ? Write(played, name, target, parsed.GetValue(format), terminal, interruption)
                : Send(played, name, sending, parsed, terminal, interruption);
        });
        return verb;
    }

    private static void Check(CommandResult result, Option<string?> write, Option format, SendOptions sending)
    {
        var (writes, sends) = (result.GetResult(write) is not null, result.GetResult(sending.Device) is not null);
        if (writes == sends)
        {
            result.AddError(writes ? $"{write.Name} and {sending.Device.Name} exclude each other" : $"{write.Name} FILE or {sending.Device.Name} NAME is required");
            return;
        }

        var (needed, others) = writes ? (sending.Device.Name, sending.Details) : (write.Name, [format]);
        foreach (var option in others.Where(option => result.GetResult(option) is not null))
        {
            result.AddError($"{option.Name} needs {needed}");
        }
    }

    private static int Send(Scenario scenario, string name, SendOptions sending, ParseResult parsed, Terminal terminal, Interruption interruption)
    {
        IFrameSource? played = null;
        var exitCode = sending.Send(Play, new ReplayPace(Speed: 1), rounds: 1, parsed, terminal.Error, interruption);

        // It is played once to look at it, and then to send it: the last time counts.
        if (played is Impairment { Counters: var link })
        {
            terminal.Error.WriteLine($"ipreasm: {Describe(link)}");
        }

        return exitCode;

        CaptureInput Play()
        {
            played = scenario.PlayWhole();
            return new CaptureInput(new CaptureOrigin(name, ReadOptions: "", Format: "scenario"), played, [played], interruption);
        }
    }

    private static int Write(Scenario scenario, string name, string target, CaptureFormat? format, Terminal terminal, Interruption interruption)
    {
        if (Path.Exists(name) && FileName.AreSame(name, target))
        {
            throw new ToolException(ExitCode.Usage, $"{target} is the scenario: write to another file.");
        }

        using var source = scenario.Play();
        using var output = new CaptureOutput(target, Format(format, target, scenario), source.Interfaces, terminal);
        var frames = 0;
        while (!interruption.Requested && source.Read(out var frame) == ReadResult.Frame)
        {
            output.Write(frame);
            frames++;
        }

        if (interruption.Requested)
        {
            terminal.Error.WriteLine("ipreasm: interrupted; nothing was written");
            return interruption.ExitCode;
        }

        output.Complete();
        terminal.Error.WriteLine(Describe(frames, source));
        return ExitCode.Done;
    }

    // A classic capture counts microseconds, as most readers expect, unless times of the scenario would be lost.
    private static CaptureFormat? Format(CaptureFormat? asked, string target, Scenario scenario)
    {
        var isPcap = asked == CaptureFormat.Pcap || (asked is null && target.EndsWith(".pcap", StringComparison.OrdinalIgnoreCase));
        return isPcap && scenario.NeedsNanoseconds ? CaptureFormat.PcapNanosecond : asked;
    }

    private static string Describe(int frames, IFrameSource source)
    {
        var written = $"{RecordText.Count(frames, "frame")} written";
        return source is Impairment { Counters: var link } ? $"{written}; {Describe(link)}" : written;
    }

    private static string Describe(ImpairmentCounters link) => Invariant(
        $"impaired link: {RecordText.Count(link.Received, "frame")} in, {link.Lost} lost, {link.Overflowed} without room, {link.Duplicated} doubled, {link.HeldBack} held back, {link.Corrupted} corrupted");
}
