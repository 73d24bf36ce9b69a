using System.CommandLine;
using IpReassembler.Packets;
using IpReassembler.Records;

namespace IpReassembler.Cli;

/// <summary>The options that choose between text, JSON and CSV, and what goes into them.</summary>
internal sealed class ListFormat
{
    private readonly Option<bool> _json = Options.Switch("--json", [], "JSON lines");
    private readonly Option<bool> _csv = Options.Switch("--csv", [], "Comma-separated values");

    private readonly Option<IReadOnlyList<Field>?> _columns = Options.Of<IReadOnlyList<Field>?>(
        "--columns", [], "A,B,C", "The columns of --csv",
        text => CsvWriter.TryParseColumns(text, out var columns, out var error) ? columns : throw new FormatException(error));

    private readonly Option<LineKinds?> _events = Options.Of<LineKinds?>(
        "--events", [], "KINDS", "The lines of --json: " + string.Join(",", LineKindNames.All) + " [datagram,summary]",
        text => LineKindNames.TryParse(text, out var kinds, out var error) ? kinds : throw new FormatException(error));

    private readonly Option<PayloadForm?> _payload = Options.Of<PayloadForm?>(
        "--payload", [], "FORM", "Add the payload to JSON: sha256, hex, base64",
        Options.ParseWord<PayloadForm?>(("sha256", PayloadForm.Sha256), ("hex", PayloadForm.Hex), ("base64", PayloadForm.Base64)));

    private readonly Option<TimeForm?> _time = Options.Of<TimeForm?>(
        "-t", [], "r|d|dd|e|ad|ud", "Times: from the start, since the line before, epoch, local, UTC [r]",
        Options.ParseWord<TimeForm?>(
            ("r", TimeForm.Relative), ("d", TimeForm.Delta), ("dd", TimeForm.Delta), ("e", TimeForm.Epoch), ("ad", TimeForm.Local), ("ud", TimeForm.Utc)));

    private readonly LookOptions _look = new();

    /// <summary>The option that other options of a verb may need.</summary>
    public Option Json => _json;

    public void AddTo(Command verb)
    {
        foreach (Option option in new Option[] { _json, _csv, _columns, _events, _payload, _time })
        {
            verb.Options.Add(option);
        }

        _look.AddTo(verb);
        Options.Require(verb, _columns, _csv);
        Options.Require(verb, _events, _json);
        Options.Require(verb, _payload, _json);
        verb.Validators.Add(result =>
        {
            if (result.GetResult(_time) is not null && (result.GetResult(_json) ?? result.GetResult(_csv)) is not null)
            {
                result.AddError("-t is for people: --json and --csv have times as seconds since 1970");
            }

            if (result.GetResult(_json) is not null && result.GetResult(_csv) is not null)
            {
                result.AddError("--json and --csv exclude each other");
            }
        });
    }

    public PayloadForm Payload(ParseResult parsed) => parsed.GetValue(_payload) ?? PayloadForm.None;

    /// <summary>Begins the output in the form asked for.</summary>
    /// <param name="parsed">What was typed.</param>
    /// <param name="terminal">Where it goes.</param>
    /// <param name="header">What was read.</param>
    /// <param name="start">When its first frame came.</param>
    /// <param name="isFollowed">Whether somebody watches, and no line may wait.</param>
    public RecordOutput Begin(ParseResult parsed, Terminal terminal, CaptureHeader header, Timestamp? start, bool isFollowed)
    {
        if (parsed.GetValue(_json))
        {
            var kinds = parsed.GetValue(_events) ?? LineKinds.Default;
            var fragments = isFollowed || (kinds & LineKinds.Fragment) == 0 ? null : new FragmentOrder();
            return new JsonOutput(new JsonLines(new StandardOutput(terminal.Output), header, kinds), fragments);
        }

        var text = new StreamWriter(new StandardOutput(terminal.Output), leaveOpen: true) { NewLine = "\n" };
        return parsed.GetValue(_csv)
            ? new CsvOutput(text, new CsvWriter(text, parsed.GetValue(_columns) ?? CsvWriter.DefaultColumns))
            : new TextOutput(text, new ListText(text, _look.Read(parsed, terminal), new TimeColumn(parsed.GetValue(_time) ?? TimeForm.Relative, start ?? default)));
    }
}
