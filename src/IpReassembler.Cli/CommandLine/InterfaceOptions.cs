using System.CommandLine;
using System.CommandLine.Completions;
using IpReassembler.Capture;
using IpReassembler.Records;

namespace IpReassembler.Cli;

/// <summary>The options of verbs that can listen to interfaces: which, how, and for how long.</summary>
internal sealed class InterfaceOptions
{
    private readonly Option<string[]> _interfaces = new("--interface", "-i")
    {
        Description = "Listen to this interface; several, or any, are read as one",
        HelpName = "NAME",
    };

    private readonly Option<Autostop?> _autostop = new("--autostop", "-a")
    {
        Description = "End after duration:SECONDS, filesize:KB captured, or datagrams:N whole; the first that is met",
        HelpName = "WHEN",
        AllowMultipleArgumentsPerToken = false,
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result =>
        {
            var stop = new Autostop();
            foreach (var token in result.Tokens)
            {
                try
                {
                    stop = stop.With(token.Value);
                }
                catch (FormatException wrong)
                {
                    result.AddError($"-a {token.Value}: {wrong.Message}");
                }
            }

            return stop;
        },
    };

    private readonly Option<long?> _snapLength = Options.Of<long?>(
        "--snaplen", ["-s"], "N", "Keep at most N bytes of a frame, 0 for all [0]", text => Options.ParseNumber(0, MostKept)(text));

    private readonly Option<bool> _notPromiscuous = Options.Switch("--no-promiscuous", ["-p"], "Only frames for this machine");

    private const int MostKept = 262_144;
    private const string AnyInterface = "any";

    public void AddTo(Command verb)
    {
        foreach (Option option in new Option[] { _interfaces, _autostop, _snapLength, _notPromiscuous })
        {
            verb.Options.Add(option);
        }

        _interfaces.CompletionSources.Add(Complete);
        verb.Validators.Add(result =>
        {
            foreach (var option in new Option[] { _autostop, _snapLength, _notPromiscuous })
            {
                if (result.GetResult(option) is not null && result.GetResult(_interfaces) is null)
                {
                    result.AddError($"{option.Name} needs {_interfaces.Name}");
                }
            }
        });
    }

    /// <summary>The names that can be given to -i; none where there is no libpcap to ask.</summary>
    public static IEnumerable<CompletionItem> Complete(CompletionContext context)
    {
        try
        {
            return [.. CaptureDevice.All().Select(device => new CompletionItem(device.Name))];
        }
        catch (CaptureDeviceException)
        {
            return [];
        }
    }

    /// <summary>The interfaces named; none when files are read.</summary>
    public IReadOnlyList<string> Names(ParseResult parsed) => parsed.GetValue(_interfaces) ?? [];

    /// <summary>What ends the capture by itself; null for nothing.</summary>
    public Autostop? ReadAutostop(ParseResult parsed) => parsed.GetValue(_autostop);

    /// <summary>Begins to listen, and says so on standard error.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="filter">What the kernel shall let through; empty for everything.</param>
    /// <param name="error">Standard error.</param>
    public LiveSource Open(ParseResult parsed, string filter, TextWriter error)
    {
        var kept = parsed.GetValue(_snapLength) is > 0 and { } length ? (int)length : MostKept;
        return Open(Names(parsed), new LiveOptions { SnapLength = kept, Promiscuous = !parsed.GetValue(_notPromiscuous), Filter = filter }, "Ctrl-C ends it", error);
    }

    /// <summary>Begins to listen, and says so on standard error.</summary>
    /// <param name="names">The interfaces.</param>
    /// <param name="options">How.</param>
    /// <param name="end">What ends it, in words.</param>
    /// <param name="error">Standard error.</param>
    public static LiveSource Open(IReadOnlyList<string> names, LiveOptions options, string end, TextWriter error)
    {
        names.ToList().ForEach(name => FileName.MustNotBeEmpty(name, "the interface"));
        if (names.Count > 1 && (names.Distinct().Count() < names.Count || names.Contains(AnyInterface)))
        {
            throw new ToolException(ExitCode.Usage, $"every packet would come twice on {string.Join(" and ", names)}: name an interface once, and {AnyInterface} alone.");
        }

        LiveSource source;
        try
        {
            source = LiveSource.Open(names, options);
        }
        catch (CaptureDeviceException missing) when (missing.Fault == CaptureDeviceFault.NoSuchDevice)
        {
            throw new ToolException(ExitCode.Network, missing.Message + ". Try: ipreasm ifaces");
        }

        foreach (var warning in source.Warnings)
        {
            error.WriteLine($"ipreasm: {warning}");
        }

        var links = source.Interfaces.Select(one => $"{one.Name} ({LinkNames.Of(one.Link)})");
        error.WriteLine($"ipreasm: listening on {string.Join(", ", links)}; {end}");
        return source;
    }
}
