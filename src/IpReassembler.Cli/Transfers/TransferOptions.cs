using System.CommandLine;
using IpReassembler.Transfer;

namespace IpReassembler.Cli;

/// <summary>The options of everything that talks to a peer.</summary>
internal sealed class TransferOptions
{
    private static readonly TransferLimits Defaults = new();

    private readonly TimeSpan _usualIdle;
    private readonly Option<TimeSpan?> _idle;

    private readonly Option<long?> _rate = Options.Of<long?>(
        "--rate", [], "BYTES", "At most so many bytes a second, for each connection: 10M", text => Options.ParseBytes(text));

    private readonly Option<Showing?> _progress = Options.Of<Showing?>(
        "--progress", [], "auto|never", "A bar on standard error [auto: on a terminal]",
        Options.ParseWord<Showing?>(("auto", Showing.Auto), ("never", Showing.Never)));

    private readonly Option<bool> _json = Options.Switch("--json", [], "One JSON object a line");
    private readonly Option<bool> _quiet = Options.Switch("--quiet", ["-q"], "Only what was transferred, and what failed");

    /// <param name="usualIdle">How long one wait for the peer may last unless told; null for what the limits say.</param>
    public TransferOptions(TimeSpan? usualIdle = null)
    {
        _usualIdle = usualIdle ?? Defaults.IdleTimeout;
        _idle = Options.Of<TimeSpan?>(
            "--idle-timeout", [], "TIME", $"How long one wait for the peer may last [{_usualIdle.TotalSeconds:0}s]", text => ParseTimeout(text));
    }

    public void AddTo(Command verb)
    {
        foreach (Option option in new Option[] { _idle, _rate, _progress, _json, _quiet })
        {
            verb.Options.Add(option);
        }
    }

    /// <summary>What the peer may ask for, as far as these options say.</summary>
    public TransferLimits Limits(ParseResult parsed) => new()
    {
        IdleTimeout = parsed.GetValue(_idle) ?? _usualIdle,
        Rate = parsed.GetValue(_rate),
    };

    /// <summary>Where everything is told.</summary>
    public TransferOutput Output(ParseResult parsed, Terminal terminal)
    {
        var quiet = parsed.GetValue(_quiet);
        var bar = !quiet && terminal.ErrorIsTerminal && parsed.GetValue(_progress) != Showing.Never ? TransferBar.For(terminal) : null;
        return new TransferOutput(parsed.InvocationConfiguration.Output, terminal.Error, bar, parsed.GetValue(_json), quiet);
    }

    private static TimeSpan ParseTimeout(string text)
    {
        var time = Options.ParseDuration(text);
        return time.Nanoseconds is >= 1_000_000 and <= 86_400_000_000_000
            ? TimeSpan.FromTicks(time.Nanoseconds / TimeSpan.NanosecondsPerTick)
            : throw new FormatException("takes 1ms to 24h: a wait without an end would let any peer stop us");
    }
}
