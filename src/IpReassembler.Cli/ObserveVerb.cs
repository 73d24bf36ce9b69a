using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using IpReassembler.Capture;
using IpReassembler.Packets;
using IpReassembler.Records;

namespace IpReassembler.Cli;

/// <summary><c>ipreasm observe</c>: runs a command, and reports what its traffic looked like on the wire.</summary>
internal sealed class ObserveVerb
{
    private const string AnyInterface = "any", InsideName = "--inside";
    private const int UsualMtu = 1500;

    private readonly Terminal _terminal;
    private readonly Interruption _interruption;
    private readonly FilterOptions _filter = new();

    private readonly Option<string[]> _interfaces = new("--interface", "-i")
    {
        Description = "Listen to this interface; several are read as one [any]",
        HelpName = "NAME",
    };

    private readonly Option<bool> _private = Options.Switch(
        "--private", [], "Run the command in a network of its own, which has only a loopback; needs no right, leaves nothing");

    private readonly Option<long?> _mtu = Options.Of<long?>(
        "--mtu", [], "N", $"The longest packet that loopback takes, with --private [{UsualMtu}]", text => Options.ParseNumber(68, 65_535)(text));

    private readonly Option<Duration?> _settle = Options.Of<Duration?>(
        "--settle", [], "T", "How long to listen on when the command has ended [500ms]", text => Options.ParseDuration(text) is var time && time <= Duration.FromSeconds(3600)
            ? time
            : throw new FormatException("takes an hour at most"));

    private readonly Option<string?> _report = new("--report") { Description = "Write the report to this file, not to standard error", HelpName = "FILE" };

    private readonly Option<Expression?> _failOn = Options.Of<Expression?>(
        "--fail-on", [], "EXPR", "End with 1 if the command ends with 0 and this holds for a datagram: verdict != sound",
        text => Expression.TryParse(text, out var expression, out var error) ? expression : throw new FormatException(error.ToString()));

    private readonly Option<bool> _json = Options.Switch("--json", [], "The report as one JSON object");

    // This program started itself in a private network, and goes on there.
    private readonly Option<bool> _inside = new(InsideName) { Hidden = true };

    private readonly Argument<string[]> _command = new("-- COMMAND") { Description = "The command and its words; ipreasm means this program", Arity = ArgumentArity.OneOrMore };

    private ObserveVerb(Terminal terminal, Interruption interruption) => (_terminal, _interruption) = (terminal, interruption);

    public static Command Create(Terminal terminal, Interruption interruption) => new ObserveVerb(terminal, interruption).Create();

    private Verb Create()
    {
        var verb = new Verb("observe", "Runs a command, and tells what its traffic looked like on the wire. Tunnels are not looked into.")
        {
            MostUsed = ["--interface", "--private", "--mtu", "--filter", "--report", "--fail-on"],
            Examples =
            [
                "ipreasm observe --private -- ipreasm udp demo --size 8000",
                "ipreasm observe -i lo -- ipreasm get sst 127.0.0.1",
                "ipreasm observe -i eth0 --fail-on 'verdict != sound' -- ping -c 3 10.9.0.2",
            ],
        };
        foreach (Option option in new Option[] { _interfaces, _private, _mtu, _settle, _report, _json, _failOn, _inside })
        {
            verb.Options.Add(option);
        }

        _interfaces.CompletionSources.Add(InterfaceOptions.Complete);
        _filter.AddTo(verb);
        verb.Arguments.Add(_command);
        verb.Validators.Add(Validate);
        verb.SetAction(Run);
        return verb;
    }

    private void Validate(CommandResult result)
    {
        var isPrivate = result.GetResult(_private) is not null;
        if (result.GetResult(_mtu) is not null && !isPrivate && result.GetResult(_inside) is null)
        {
            result.AddError("--mtu needs --private: the interfaces of this machine are left as they are");
        }

        if (isPrivate && result.GetResult(_interfaces) is not null)
        {
            result.AddError("--private has no interface but lo, so it takes no -i");
        }
    }

    private int Run(ParseResult parsed)
    {
        var words = Words(parsed);
        var command = ObservedCommand.Resolve(words, _terminal.Variable("PATH"));
        if (parsed.GetValue(_report) is { } report)
        {
            FileName.MustNotBeEmpty(report, "the file for the report");
        }

        if (parsed.GetValue(_private))
        {
            return PrivateNetwork.Run(parsed.Tokens.Select(token => token.Value == "--private" && token.Type == TokenType.Option ? InsideName : token.Value), _terminal, _interruption);
        }

        var isInside = parsed.GetValue(_inside);
        if (isInside)
        {
            PrivateNetwork.Furnish((int?)parsed.GetValue(_mtu) ?? UsualMtu);
        }

        var names = isInside ? [PrivateNetwork.Loopback] : parsed.GetValue(_interfaces) is { Length: > 0 } given ? given : [AnyInterface];
        var options = new LiveOptions { Filter = _filter.Read(parsed, [], _terminal.Error) };
        using var source = InterfaceOptions.Open(names, options, "until the command has ended", _terminal.Error);
        return Observe(parsed, source, words, command);
    }

    private int Observe(ParseResult parsed, LiveSource source, IReadOnlyList<string> words, IReadOnlyList<string> command)
    {
        var header = new CaptureHeader
        {
            File = string.Join(", ", source.Interfaces.Select(one => one.Name)),
            Format = "live",
            Link = source.Interfaces.Select(one => one.Link).Distinct().Count() == 1 ? source.Interfaces[0].Link : null,
            TickNanoseconds = source.Interfaces.Min(one => one.TickNanoseconds),
        };
        var here = CaptureDevice.All().SelectMany(device => device.Addresses).ToHashSet();
        var seen = new Observation(header, here, parsed.GetValue(_failOn));
        var end = new LiveEnd(source, TimeProvider.System);
        var before = KernelCounts.Read();
        ObservedRun run;
        using (var running = ObservedCommand.Start(command, _interruption, TimeProvider.System))
        {
            run = Listen(running, string.Join(' ', words.Select(Shell.Quote)), parsed.GetValue(_settle) ?? Duration.FromMilliseconds(500), seen, source, end, out var after);
            var kernel = after - before;
            var counts = end.Counts;
            Report(parsed.GetValue(_report), (text, style) =>
            {
                if (parsed.GetValue(_json))
                {
                    text.WriteLine(ObserveJson.Line(run, seen, kernel, counts));
                }
                else
                {
                    ObserveText.Write(text, run, seen, kernel, counts, style);
                }
            });
        }

        if (source.Damage is { } damage)
        {
            _terminal.Error.WriteLine($"ipreasm: {damage}; everything before it is in the report");
        }

        end.Write(_terminal.Error, seen.Frames, seen.Fragments);
        // What was not seen cannot be said to be well.
        var isBlind = parsed.GetValue(_failOn) is not null && source.Damage is not null;
        return run.ExitCode != ExitCode.Done ? run.ExitCode
            : seen.Failing > 0 ? ExitCode.Finding
            : isBlind ? ExitCode.Network
            : ExitCode.Done;
    }

    // Until the command has ended, its traffic had time to settle, and everything that came until then was read.
    private static ObservedRun Listen(
        ObservedCommand running, string words, Duration settle, Observation seen, LiveSource source, LiveEnd end, out KernelCounts after)
    {
        (Duration? ended, after) = (null, default);
        var isSettled = false;
        while (source.Read(out var frame) is var result and (ReadResult.Frame or ReadResult.Idle))
        {
            if (ended is null && running.HasEnded)
            {
                ended = running.Elapsed;
            }

            if (!isSettled && ended is { } then && running.Elapsed.Nanoseconds - then.Nanoseconds >= settle.Nanoseconds)
            {
                (isSettled, after) = (true, KernelCounts.Read());
            }

            // What came later is not in the kernel's counters either.
            if (isSettled && end.IsReached(frame.Timestamp))
            {
                break;
            }

            if (result == ReadResult.Frame)
            {
                seen.Add(frame);
            }
            else
            {
                seen.Pass(frame.Timestamp);
            }
        }

        seen.Finish();
        var exitCode = running.WaitForEnd();
        after = isSettled ? after : KernelCounts.Read();
        return new ObservedRun(words, exitCode, ended ?? running.Elapsed);
    }

    private void Report(string? file, Action<TextWriter, Style> write)
    {
        var talk = Style.Detect(_terminal.Variable, _terminal.ErrorIsTerminal, _terminal.Width);
        if (file is null)
        {
            write(_terminal.Error, talk);
            return;
        }

        using var text = new StringWriter { NewLine = "\n" };
        write(text, Style.Plain);
        try
        {
            OutputFile.WriteAllBytes(file, Encoding.UTF8.GetBytes(text.ToString()));
        }
        catch (ToolException)
        {
            write(_terminal.Error, talk);
            throw;
        }
    }

    // A word that is no option of ours would be taken for the command: what stands behind -- is nothing else.
    private string[] Words(ParseResult parsed)
    {
        var words = parsed.GetValue(_command)!;
        var behind = parsed.Tokens.SkipWhile(token => token.Type != TokenType.DoubleDash).Skip(1).Count();
        var hint = Nearest.Hint(words[0], CommandTree.Options(parsed.CommandResult.Command).Select(option => option.Name));
        return behind == words.Length ? words
            : behind == 0 ? throw new ToolException(ExitCode.Usage, $"put -- in front of the command: ipreasm observe -- {string.Join(' ', words)}")
            : throw new ToolException(ExitCode.Usage, $"observe does not know {words[0]}{(hint.Length > 0 ? hint : ".")} The command stands behind --. ipreasm observe --help shows the options.");
    }
}
