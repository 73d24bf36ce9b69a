using System.CommandLine;
using IpReassembler.Capture;

namespace IpReassembler.Cli;

/// <summary>The options of every verb that reads captures: which files or interfaces, how much of them, and whether progress is shown.</summary>
/// <param name="canListen">Whether the verb can listen to interfaces as well.</param>
/// <param name="canPace">Whether it makes sense to play files slowly.</param>
/// <param name="usualPace">The pace at which files are played where none is asked for; null to read them as fast as they can be read.</param>
/// <param name="takesWords">Whether words that belong to no option are files or a filter, rather than something of the verb's own.</param>
internal sealed class InputOptions(bool canListen = false, bool canPace = true, double? usualPace = null, bool takesWords = true)
{
    private readonly InterfaceOptions? _interfaces = canListen ? new InterfaceOptions() : null;
    private readonly FilterOptions _filter = new();
    private readonly PaceOptions? _pace = canPace ? new PaceOptions(usualPace) : null;

    private readonly Option<string[]> _read = new("--read", "-r")
    {
        Description = "Read this capture, - for standard input; several are merged by time",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _hex = new("--hex")
    {
        Description = "Read a hex dump (offset and bytes, as for text2pcap), - for standard input; raw IP or Ethernet",
        HelpName = "FILE",
    };

    private readonly Option<long?> _count = Options.Of<long?>(
        "--count", ["-c"], "N", "Stop after N packets", text => Options.ParseNumber(1, long.MaxValue)(text));

    private readonly Option<Showing?> _progress = Options.Of<Showing?>(
        "--progress", [], "auto|never", "A progress bar on standard error, for work over a second [auto]",
        Options.ParseWord<Showing?>(("auto", Showing.Auto), ("never", Showing.Never)));

    private readonly Option<bool> _noNames = Options.Switch("-n", [], "Accepted for habit: names are never looked up");

    private readonly Argument<string[]> _files = new("FILE")
    {
        Description = "The capture, as with -r; behind -r or -i the words of a filter",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public void AddTo(Command verb)
    {
        foreach (Option option in new Option[] { _read, _hex, _count, _progress, _noNames })
        {
            verb.Options.Add(option);
        }

        _filter.AddTo(verb);
        _interfaces?.AddTo(verb);
        _pace?.AddTo(verb);
        if (takesWords)
        {
            verb.Arguments.Add(_files);
        }
    }

    /// <summary>Whether interfaces are listened to, rather than files read.</summary>
    public bool Listens(ParseResult parsed) => _interfaces?.Names(parsed).Count > 0;

    /// <summary>The capture filter as it was typed; empty for none.</summary>
    public string Filter(ParseResult parsed) => _filter.Typed(parsed, FilterWords(parsed));

    /// <summary>The files asked for, without opening them.</summary>
    public IReadOnlyList<InputFile> Files(ParseResult parsed)
    {
        var read = parsed.GetValue(_read) ?? [];
        var dumps = (parsed.GetValue(_hex) ?? []).Select(file => new InputFile(file, IsHexDump: true)).ToArray();
        var words = WordsAreFilter(parsed) ? [] : parsed.GetValue(_files) ?? [];
        InputFile[] files = [.. read.Concat(words).Select(file => new InputFile(file)), .. dumps];
        return files.Count(file => file.IsStandardInput) > 1 ? throw new ToolException(ExitCode.Usage, "standard input can be read only once: name - once.")
            : files.Length > 0 ? files
            : throw new ToolException(ExitCode.Usage, "no capture to read: name one, or - for standard input.");
    }

    /// <summary>Opens the files or interfaces asked for.</summary>
    public CaptureInput Open(ParseResult parsed, Terminal terminal, Interruption interruption, bool fingerprint = false) => Listens(parsed)
        ? Listen(parsed, terminal, interruption, fingerprint)
        : Open(Files(parsed), parsed, terminal, interruption, fingerprint);

    /// <summary>Opens these files with the other options as they were given.</summary>
    public CaptureInput Open(IReadOnlyList<InputFile> files, ParseResult parsed, Terminal terminal, Interruption interruption, bool fingerprint = false)
    {
        var readers = new List<CaptureReader>();
        try
        {
            foreach (var file in files)
            {
                readers.Add(file.Open(CaptureFile.BufferLengthFor(files.Count), terminal, interruption));
            }

            return Make(Origin(files, readers, parsed), Compose(readers, parsed, terminal), readers, stop: null, parsed, terminal, interruption, fingerprint);
        }
        catch
        {
            readers.ForEach(reader => reader.Dispose());
            throw;
        }
    }

    private CaptureOrigin Origin(IReadOnlyList<InputFile> files, List<CaptureReader> readers, ParseResult parsed)
    {
        var formats = readers.Select(reader => reader.Format + (reader.IsGzip ? " (gzip)" : "")).Distinct().ToArray();
        return new CaptureOrigin(
            string.Join(", ", readers.Select(reader => reader.Name)),
            string.Join(' ', files.Select(file => file.Option).Concat(_filter.Repeat(parsed, FilterWords(parsed)))),
            formats.Length == 1 ? formats[0] : "mixed");
    }

    // From the files to the verb: merged, filtered, paced.
    private IFrameSource Compose(List<CaptureReader> readers, ParseResult parsed, Terminal terminal)
    {
        IFrameSource source = readers.Count == 1 ? readers[0] : new MergedSource(readers);

        // What was listened to went through the filter then; not every filter can be asked again, as inbound.
        if (!Listens(parsed) && _filter.Read(parsed, FilterWords(parsed), terminal.Error) is { Length: > 0 } filter)
        {
            source = Filter(source, filter, FilterWords(parsed));
        }

        return _pace?.Read(parsed) is { } speed ? new PacedSource(source, speed, TimeProvider.System) : source;
    }

    private static FilteredSource Filter(IFrameSource source, string filter, string[] words)
    {
        try
        {
            return new FilteredSource(source, filter);
        }
        catch (PacketFilterException wrong) when (Array.Find(words, File.Exists) is { } file)
        {
            throw new ToolException(ExitCode.Usage, $"{wrong.Message}. {file} is a file: give it a -r of its own.");
        }
    }

    private CaptureInput Listen(ParseResult parsed, Terminal terminal, Interruption interruption, bool fingerprint)
    {
        if (NamesFiles(parsed) || _pace?.IsGiven(parsed) == true)
        {
            throw new ToolException(ExitCode.Usage, "-i listens to an interface; -r, --hex and --pace are for files: choose one.");
        }

        var source = _interfaces!.Open(parsed, _filter.Read(parsed, FilterWords(parsed), terminal.Error), terminal.Error);
        var names = source.Interfaces.Select(one => one.Name!).ToArray();
        var origin = new CaptureOrigin(string.Join(", ", names), ReadOptions: "", "live");
        return Make(origin, source, [source], _interfaces.ReadAutostop(parsed), parsed, terminal, interruption, fingerprint);
    }

    private CaptureInput Make(
        CaptureOrigin origin, IFrameSource source, IReadOnlyList<IFrameSource> parts, Autostop? stop,
        ParseResult parsed, Terminal terminal, Interruption interruption, bool fingerprint) =>
        new(origin, source, parts, interruption)
        {
            MaxPackets = parsed.GetValue(_count),
            Autostop = stop is null ? null : new AutostopWatch(stop, TimeProvider.System),
            // Where frames are waited for, the lines that come are the progress.
            Progress = parsed.GetValue(_progress) == Showing.Never || source is LiveSource or PacedSource ? null : ProgressBar.For(terminal),
            Fingerprint = fingerprint ? new CaptureFingerprint() : null,
        };

    /// <summary>Whether an option names the files to read.</summary>
    public bool NamesFiles(ParseResult parsed) => parsed.GetValue(_read) is { Length: > 0 } || parsed.GetValue(_hex) is { Length: > 0 };

    // Words stand for files where no option names any.
    private bool WordsAreFilter(ParseResult parsed) => Listens(parsed) || NamesFiles(parsed);

    private string[] FilterWords(ParseResult parsed) => WordsAreFilter(parsed) ? parsed.GetValue(_files) ?? [] : [];
}
