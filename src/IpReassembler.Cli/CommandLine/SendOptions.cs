using System.CommandLine;
using System.Net.NetworkInformation;
using IpReassembler.Capture;
using IpReassembler.Packets;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>The options of verbs that send frames out of an interface, and the sending itself.</summary>
/// <remarks>All frames are looked at before the first is sent: nothing goes out when one of them would go to somebody else.</remarks>
internal sealed class SendOptions
{
    private readonly Option<bool> _owns = Options.Switch("--i-own-this-network", [], "Also to addresses that are neither private nor reserved for tests");
    private readonly Option<bool> _dryRun = Options.Switch("--dry-run", [], "Say what would be sent, and send nothing");
    private readonly Option<IpAddress?> _destination;

    /// <param name="destinationName">The name of the option that gives another destination.</param>
    /// <param name="destinationHelp">What it does.</param>
    public SendOptions(string destinationName, string destinationHelp)
    {
        Device.CompletionSources.Add(InterfaceOptions.Complete);
        Device.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => token.Value.Length == 0))
            {
                result.AddError("the interface has an empty name.");
            }
        });
        _destination = Options.Of<IpAddress?>(destinationName, [], "ADDRESS", destinationHelp, text =>
            IpAddress.TryParse(text, out var address) && address.Version == IpVersion.V4 ? address : throw new FormatException("not an IPv4 address"));
    }

    /// <summary>Whether the kernel finds the way to another destination, where the link-layer addresses of the frames are nobody's.</summary>
    public bool IsRouted { get; init; }

    /// <summary>The option that names the interface.</summary>
    public Option<string?> Device { get; } = new("--interface", "-i") { Description = "Send out of this interface", HelpName = "NAME" };

    /// <summary>The options that mean something only together with an interface.</summary>
    public IReadOnlyList<Option> Details => [_destination, _dryRun, _owns];

    /// <summary>Adds the options.</summary>
    public void AddTo(Command verb)
    {
        foreach (var option in Details.Prepend(Device))
        {
            verb.Options.Add(option);
        }
    }

    /// <summary>Sends, or says what would be sent.</summary>
    /// <param name="open">Opens the frames from their beginning: once to look at them, and once for each round.</param>
    /// <param name="pace">When each is due.</param>
    /// <param name="rounds">How often all are sent; 0 for ever.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="error">Standard error.</param>
    /// <param name="interruption">What the user asks for meanwhile.</param>
    /// <returns>The exit code.</returns>
    public int Send(Func<CaptureInput> open, ReplayPace pace, long rounds, ParseResult parsed, TextWriter error, Interruption interruption)
    {
        var name = parsed.GetRequiredValue(Device)!;
        var plan = new ReplayPlan();
        ReplayGate gate;
        using (var first = open())
        {
            gate = Plan(first, plan, name, parsed);
            if (interruption.Requested)
            {
                return first.Conclude(error);
            }
        }

        if (plan.Refused > 0)
        {
            throw new ToolException(
                ExitCode.Usage,
                Invariant($"nothing was sent: {RecordText.Count(plan.Refused, "frame")} would go to {plan.RefusedAddresses}, which may be somebody's. ")
                + $"Send them elsewhere with {_destination.Name} ADDRESS, or say {_owns.Name}.");
        }

        var output = parsed.InvocationConfiguration.Output;
        foreach (var line in plan.DescribeOmitted())
        {
            error.WriteLine($"ipreasm: {line}");
        }

        if (parsed.GetValue(_dryRun))
        {
            var way = gate.IsRaw ? "as IPv4 packets, which the kernel puts into frames" : "as they are";
            var times = rounds switch { 0 => ", for ever", 1 => "", _ => Invariant($", {rounds} times") };
            output.WriteLine(Invariant($"would send {RecordText.Count(plan.Frames, "frame")}, {plan.Bytes} bytes, {plan.Lasting.Nanoseconds / 1e9:0.000} s by their own times, out of {name}{times}, {way}"));
            plan.Describe().ToList().ForEach(output.WriteLine);
            return ExitCode.Done;
        }

        using var sink = OpenSink(name, ref gate);
        var replayer = new Replayer(gate, pace, sink, interruption, new Metronome(TimeProvider.System));
        for (var round = 0L; (rounds == 0 || round < rounds) && plan.Frames > 0 && !interruption.Requested; round++)
        {
            using var source = open();
            replayer.Send(source);
        }

        return replayer.Conclude(name, output, error);
    }

    private ReplayGate Plan(CaptureInput input, ReplayPlan plan, string device, ParseResult parsed)
    {
        var (destination, ownsNetwork) = (parsed.GetValue(_destination), parsed.GetValue(_owns));
        // Linux drops what is put on a loopback interface as a frame; and without an Ethernet header of its own a packet needs the kernel's.
        var isLoopback = NetworkInterface.GetAllNetworkInterfaces().Any(one => one.Name == device && one.NetworkInterfaceType == NetworkInterfaceType.Loopback);
        var isRaw = isLoopback || (IsRouted && destination is not null);
        ReplayGate? gate = null;
        while (input.Read(out var frame))
        {
            gate ??= new ReplayGate(isRaw || frame.Link != LinkType.Ethernet, destination, ownsNetwork);
            var fate = gate.Judge(frame, out var to);
            plan.Note(frame, fate, to, isChanged: gate.IsChanged(frame));
        }

        return gate ?? new ReplayGate(isRaw, destination, ownsNetwork);
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
}
