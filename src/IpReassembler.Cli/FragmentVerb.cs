using System.CommandLine;
using System.Globalization;
using IpReassembler.Packets;
using IpReassembler.Scenarios;

namespace IpReassembler.Cli;

/// <summary><c>ipreasm fragment</c>: a capture in which packets are cut to an MTU; the inverse of <c>reassemble</c>.</summary>
internal static class FragmentVerb
{
    public static Command Create(Terminal terminal, Interruption interruption)
    {
        var input = new InputOptions(canPace: false);
        var write = new Option<string?>("--write", "-w") { Description = "Write this capture, - for standard output", HelpName = "FILE", Required = true };
        var format = CaptureOutput.FormatOption();
        var mtu = Options.Of<long?>("--mtu", [], "BYTES", "The longest packet that may stay whole", text => Options.ParseNumber(Ipv4Packet.MinHeaderLength + 8, Ipv4Packet.MaxTotalLength)(text));
        var size = Options.Of<long?>("--size", [], "BYTES", "The most payload bytes of a piece, a multiple of 8", ParseEights);
        var order = Options.Of<PieceOrderChoice?>("--order", [], "ORDER", "reverse, random, or list:3,0,2,1: the order of the pieces of each packet", PieceOrderChoice.Parse);
        var gap = Options.Of<Duration?>("--gap", [], "T", "From one piece to the next [1us]", text => ParseGap(text));
        var drop = Options.Of<int[]?>("--drop", [], "N,N", "Leave out these pieces of each packet, counted from 0 in the order of sending", ParseNumbers);
        var dup = Options.Of<int[]?>("--dup", [], "N,N", "Write these pieces twice", ParseNumbers);
        var overlap = Options.Of<OverlapStep?>("--overlap", [], "N:agree|conflict", "Begin later pieces N bytes early, with the same bytes or with others", ParseOverlap);
        var df = Options.Of<DontFragmentRule?>(
            "--df", [], "respect|ignore", "Whether packets with DF stay whole [respect]",
            Options.ParseWord<DontFragmentRule?>(("respect", DontFragmentRule.Respect), ("ignore", DontFragmentRule.Ignore)));
        var id = Options.Of<IdentificationRule?>(
            "--id", [], "keep|new", "The identification of packets that were whole [keep]",
            Options.ParseWord<IdentificationRule?>(("keep", IdentificationRule.Keep), ("new", IdentificationRule.New)));
        var seed = Options.Of<long?>("--seed", [], "N", "What a random order is drawn from [1]", text => Options.ParseNumber(0, long.MaxValue)(text));
        var verb = new Verb("fragment", "Writes the capture with packets cut to an MTU; those inside tunnels are not looked at, and everything else is copied. ipreasm reassemble is the way back.")
        {
            MostUsed = ["--write", "--mtu", "--order", "--gap", "--drop", "--df"],
            Examples =
            [
                "ipreasm fragment in.pcap -w cut.pcapng --mtu 576",
                "ipreasm fragment in.pcap -w cut.pcap --mtu 1280 --order random --seed 7",
                "ipreasm fragment in.pcap -w holes.pcap --size 24 --drop 1 --gap 10ms",
            ],
        };
        input.AddTo(verb);
        foreach (Option option in new Option[] { write, format, mtu, size, order, gap, drop, dup, overlap, df, id, seed })
        {
            verb.Options.Add(option);
        }

        verb.SetAction(parsed =>
        {
            if (parsed.GetValue(mtu) is null && parsed.GetValue(size) is null)
            {
                throw new ToolException(ExitCode.Usage, "how long may a piece be? Name the longest packet with --mtu 576, or the payload of a piece with --size 24.");
            }

            var target = parsed.GetRequiredValue(write)!;
            var files = input.Files(parsed);
            if (target != "-" && files.Any(file => !file.IsStandardInput && FileName.AreSame(file.Path, target)))
            {
                throw new ToolException(ExitCode.Usage, $"{target} is read: write to another file.");
            }

            using var source = input.Open(files, parsed, terminal, interruption);
            using var output = new CaptureOutput(target, parsed.GetValue(format), source.Interfaces, terminal);
            var fragmenter = new CaptureFragmenter(source, output)
            {
                Cut = new CutStep { Mtu = (int?)parsed.GetValue(mtu), Size = (int?)parsed.GetValue(size) },
                Overlap = parsed.GetValue(overlap),
                Order = parsed.GetValue(order),
                Seed = (ulong)(parsed.GetValue(seed) ?? 1),
                Gap = parsed.GetValue(gap) ?? Duration.FromMicroseconds(1),
                Dropped = parsed.GetValue(drop) ?? [],
                Doubled = parsed.GetValue(dup) ?? [],
                RespectsDontFragment = parsed.GetValue(df) != DontFragmentRule.Ignore,
                NumbersAnew = parsed.GetValue(id) == IdentificationRule.New,
            };
            fragmenter.Write();
            if (!interruption.Requested)
            {
                output.Complete();
                terminal.Error.WriteLine(fragmenter.Describe());
            }

            return source.Conclude(terminal.Error);
        });
        return verb;
    }

    private static Duration? ParseGap(string text) => text is "0" or "0s" ? Duration.Zero
        // Most captures count microseconds: what is shorter would be lost in them.
        : Options.ParseDuration(text) is var gap && gap <= Duration.FromSeconds(86_400) && gap.Nanoseconds % 1_000 == 0 ? gap
        : throw new FormatException("pieces are whole microseconds apart, and at most a day");

    private static long? ParseEights(string text) =>
        Options.ParseNumber(8, Ipv4Packet.MaxTotalLength)(text) is var size && size % 8 == 0 ? size : throw new FormatException("pieces begin at multiples of 8, so take one");

    internal static int[] ParseNumbers(string text) => [.. text.Split(',').Select(number => int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
        ? value
        : throw new FormatException("takes numbers of pieces, such as 2 or 0,2"))];

    private static OverlapStep ParseOverlap(string text) => text.Split(':') switch
    {
        [var length, "agree" or "conflict"] when ParseEights(length) is { } bytes => new OverlapStep((int)bytes, Agrees: text.EndsWith(":agree", StringComparison.Ordinal)),
        _ => throw new FormatException("takes a number of bytes and whether they are the same, such as 8:agree or 8:conflict"),
    };
}
