using System.CommandLine;
using System.Globalization;
using IpReassembler.Capture;
using IpReassembler.Packets;
using IpReassembler.Tcp;

namespace IpReassembler.Cli;

/// <summary>The options of <c>tcpd</c> that say how its TCP behaves, over what, and what is shown of it.</summary>
internal sealed class TcpdOptions
{
    private readonly Option<long?> _port = Options.Of<long?>("--port", ["-p"], "N", "Listen on this port [7000]", text => Options.ParseNumber(1, 65_535)(text));
    private readonly Option<TcpdDevice?> _device = Options.Of<TcpdDevice?>(
        "--device", ["-d"], "raw|tun", "Raw socket on lo, or an interface of its own at 198.18.0.2 [raw]",
        Options.ParseWord<TcpdDevice?>(("raw", TcpdDevice.Raw), ("tun", TcpdDevice.Tun)));

    private readonly Option<long?> _mss = Options.Of<long?>("--mss", [], "N", "The largest segment, in bytes [1460]", text => Options.ParseNumber(88, 65_495)(text));
    private readonly Option<CongestionAlgorithm?> _congestion = Options.Of<CongestionAlgorithm?>(
        "--cc", [], "reno|cubic", "What decides how much may be on its way [reno]",
        Options.ParseWord<CongestionAlgorithm?>(("reno", CongestionAlgorithm.Reno), ("cubic", CongestionAlgorithm.Cubic)));

    private readonly Option<double?> _loss = Share("--loss", "Lose so many of the packets, either way");
    private readonly Option<double?> _reorder = Share("--reorder", "Let another packet overtake so many, either way");
    private readonly Option<double?> _duplicate = Share("--dup", "Double so many of the packets, either way");
    private readonly Option<Duration?> _delay = Options.Of<Duration?>("--delay", [], "T", "Delay every packet by this, either way", ParseDelay);
    private readonly Option<long?> _seed = Options.Of<long?>("--seed", [], "N", "Another seed for what happens to packets [1]", text => Options.ParseNumber(0, long.MaxValue)(text));

    private readonly Option<string?> _trace = new("--trace")
    {
        Description = "Draw every segment as a ladder, or write all into a .pcapng or .jsonl",
        HelpName = "[FILE]",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _picture = new("--svg") { Description = "Draw sequence numbers and cwnd over time, when it ends", HelpName = "FILE" };

    public void AddTo(Command verb)
    {
        foreach (Option option in new Option[] { _port, _device, _mss, _congestion, _loss, _reorder, _duplicate, _delay, _seed, _trace, _picture })
        {
            verb.Options.Add(option);
        }

        verb.Validators.Add(result =>
        {
            if (result.GetResult(_trace)?.Tokens is [var file] && !IsTrace(file.Value))
            {
                result.AddError($"--trace {file.Value}: the name ends in .pcapng or .jsonl, or there is none");
            }
        });
    }

    /// <summary>The server that was asked for.</summary>
    public TcpdServer Read(ParseResult parsed) => new()
    {
        Port = (int?)parsed.GetValue(_port) ?? 7_000,
        Device = parsed.GetValue(_device) ?? TcpdDevice.Raw,
        Connection = new ConnectionOptions
        {
            MaximumSegmentSize = (int?)parsed.GetValue(_mss) ?? 1_460,
            Congestion = parsed.GetValue(_congestion) ?? CongestionAlgorithm.Reno,
            // The last segment of an answer must not wait for an acknowledgment that the client delays.
            Nagle = false,
        },
        Impairment = new ImpairmentOptions
        {
            Loss = parsed.GetValue(_loss) ?? 0,
            Reordering = parsed.GetValue(_reorder) ?? 0,
            Duplication = parsed.GetValue(_duplicate) ?? 0,
            Delay = parsed.GetValue(_delay) ?? Duration.Zero,
            Seed = (ulong?)parsed.GetValue(_seed) ?? 1,
        },
        IsTraced = parsed.GetResult(_trace) is not null,
        TraceFile = parsed.GetValue(_trace),
        PictureFile = parsed.GetValue(_picture),
    };

    private static bool IsTrace(string file) => file.EndsWith(".pcapng", StringComparison.Ordinal) || file.EndsWith(".jsonl", StringComparison.Ordinal);

    private static Option<double?> Share(string name, string description) => Options.Of<double?>(name, [], "P%", description, ParseShare);

    private static double? ParseShare(string text) =>
        double.TryParse(text.AsSpan().TrimEnd('%'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
            && text.EndsWith('%') && percent is >= 0 and <= 100
            ? percent / 100
            : throw new FormatException("takes a percentage, such as 2%");

    private static Duration? ParseDelay(string text) =>
        Options.ParseDuration(text) is var delay && delay <= Duration.FromSeconds(10) ? delay : throw new FormatException("takes at most 10s");
}
