using System.CommandLine;
using System.Globalization;
using System.Net.NetworkInformation;
using IpReassembler.Capture;
using IpReassembler.Cli.Text;
using IpReassembler.Packets;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary><c>ipreasm replay</c>: sends a capture, with its own timing or another.</summary>
internal static class ReplayVerb
{
    public static Command Create(Terminal terminal, Interruption interruption)
    {
        var input = new InputOptions(canPace: false);
        var device = new Option<string?>("--interface", "-i") { Description = "Send out of this interface", HelpName = "NAME", Required = true };
        var speed = Options.Of<double?>("--speed", ["-x"], "2x", "At a multiple of the capture's own speed [1x]", text => PaceOptions.ParseSpeed(text));
        var rate = Options.Of<double?>("--pps", ["-p"], "N", "Frames a second, instead", text => ParseRate(text));
        var bits = Options.Of<double?>("--mbps", ["-M"], "N", "Million bits a second, instead", text => ParseRate(text));
        var topSpeed = Options.Switch("--topspeed", ["-t"], "As fast as can be, instead");
        var loop = Options.Of<long?>("--loop", ["-l"], "N", "Send everything N times, 0 for ever [1]", text => Options.ParseNumber(0, long.MaxValue)(text));
        var destination = Options.Of<IpAddress?>("--rewrite-dst", [], "ADDRESS", "Send every IPv4 packet to this address", text =>
            IpAddress.TryParse(text, out var address) && address.Version == IpVersion.V4 ? address : throw new FormatException("not an IPv4 address"));
        var owns = Options.Switch("--i-own-this-network", [], "Also to addresses that are neither private nor reserved for tests");
        var dryRun = Options.Switch("--dry-run", [], "Say what would be sent, and send nothing");
        var verb = new Verb("replay", "Sends a capture out of an interface, frame by frame, with its own timing or another.")
        {
            MostUsed = ["--read", "--interface", "--speed", "--topspeed", "--rewrite-dst", "--dry-run"],
            Examples = ["ipreasm replay day.pcap -i lo --rewrite-dst 127.0.0.1 --dry-run", "ipreasm replay day.pcap -i eth0 --speed 10x", "ipreasm replay -r day.pcap -i eth0 --topspeed udp port 5300"],
        };
        device.CompletionSources.Add(InterfaceOptions.Complete);
        input.AddTo(verb);
        Option[] paces = [speed, rate, bits, topSpeed];
        foreach (var option in new Option[] { device, destination, loop, dryRun, owns }.Concat(paces))
        {
            verb.Options.Add(option);
        }

        verb.Validators.Add(result =>
        {
            if (paces.Count(option => result.GetResult(option) is not null) > 1)
            {
                result.AddError("--speed, --pps, --mbps and --topspeed exclude each other");
            }
        });
        verb.SetAction(parsed =>
        {
            var name = parsed.GetRequiredValue(device)!;
            FileName.MustNotBeEmpty(name, "the interface");
            using var files = RereadableFiles.Of(input.Files(parsed), terminal);
            var plan = new ReplayPlan();
            ReplayGate gate;
            using (var first = input.Open(files.Files, parsed, terminal, interruption))
            {
                gate = Plan(first, plan, name, parsed.GetValue(destination), parsed.GetValue(owns));
                if (interruption.Requested)
                {
                    return first.Conclude(terminal.Error);
                }
            }

            if (plan.Refused > 0)
            {
                throw new ToolException(
                    ExitCode.Usage,
                    Invariant($"nothing was sent: {RecordText.Count(plan.Refused, "frame")} would go to {plan.RefusedAddresses}, which may be somebody's. ")
                    + "Send them elsewhere with --rewrite-dst ADDRESS, or say --i-own-this-network.");
            }

            var (output, rounds) = (parsed.InvocationConfiguration.Output, parsed.GetValue(loop) ?? 1);
            foreach (var line in plan.DescribeOmitted())
            {
                terminal.Error.WriteLine($"ipreasm: {line}");
            }

            if (parsed.GetValue(dryRun))
            {
                var way = gate.IsRaw ? "as IPv4 packets, which the kernel puts into frames" : "as they are";
                var times = rounds switch { 0 => ", for ever", 1 => "", _ => Invariant($", {rounds} times") };
                output.WriteLine(Invariant($"would send {RecordText.Count(plan.Frames, "frame")}, {plan.Bytes} bytes, captured in {plan.Lasting.Nanoseconds / 1e9:0.000} s, out of {name}{times}, {way}"));
                plan.Describe().ToList().ForEach(output.WriteLine);
                return ExitCode.Done;
            }

            var isTimed = !parsed.GetValue(topSpeed) && parsed.GetValue(rate) is null && parsed.GetValue(bits) is null;
            var pace = new ReplayPace(isTimed ? parsed.GetValue(speed) ?? 1 : null, parsed.GetValue(rate), parsed.GetValue(bits));
            using var sink = OpenSink(name, ref gate);
            var replayer = new Replayer(gate, pace, sink, interruption, new Metronome(TimeProvider.System));
            for (var round = 0L; (rounds == 0 || round < rounds) && plan.Frames > 0 && !interruption.Requested; round++)
            {
                using var source = input.Open(files.Files, parsed, terminal, interruption);
                replayer.Send(source);
            }

            return replayer.Conclude(name, output, terminal.Error);
        });
        return verb;
    }

    private static ReplayGate Plan(CaptureInput input, ReplayPlan plan, string device, IpAddress? destination, bool ownsNetwork)
    {
        // Linux drops what is put on a loopback interface as a frame; and without an Ethernet header of its own a packet needs the kernel's.
        var isLoopback = NetworkInterface.GetAllNetworkInterfaces().Any(one => one.Name == device && one.NetworkInterfaceType == NetworkInterfaceType.Loopback);
        ReplayGate? gate = null;
        while (input.Read(out var frame))
        {
            gate ??= new ReplayGate(isLoopback || frame.Link != LinkType.Ethernet, destination, ownsNetwork);
            var fate = gate.Judge(frame, out var to);
            plan.Note(frame, fate, to);
        }

        return gate ?? new ReplayGate(isLoopback, destination, ownsNetwork);
    }

    private static IFrameSink OpenSink(string device, ref ReplayGate gate)
    {
        if (!gate.IsRaw)
        {
            var sink = InterfaceSink.Open(device);
            if (sink.Link == LinkType.Ethernet)
            {
                return sink;
            }

            // A tunnel, say, has no Ethernet header: the packets can go nevertheless.
            sink.Dispose();
            gate = gate with { IsRaw = true };
        }

        return RawIpv4Sink.Open(device);
    }

    private static double ParseRate(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value is >= 1e-6 and <= 1e9
            ? value
            : throw new FormatException("takes a number above 0");
}
