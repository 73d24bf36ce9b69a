using System.CommandLine;
using IpReassembler.Capture;
using IpReassembler.Packets;

namespace IpReassembler.Cli;

/// <summary>The capture filter: -f, or the words behind the options as with tcpdump.</summary>
internal sealed class FilterOptions
{
    private readonly Option<string?> _filter = new("--filter", "-f")
    {
        Description = "Only frames that match, as with tcpdump; words behind -r or -i are taken so too",
        HelpName = "EXPR",
    };

    private readonly Option<Widening?> _widening = Options.Of<Widening?>(
        "--frag-filter", [], "auto|off", "Whether a filter on ports lets fragments without ports through [auto]",
        Options.ParseWord<Widening?>(("auto", Widening.Auto), ("off", Widening.Off)));

    private bool _isSaid;

    public void AddTo(Command verb)
    {
        verb.Options.Add(_filter);
        verb.Options.Add(_widening);
    }

    /// <summary>The expression to use; empty when every frame is wanted. Says on standard error, once, when it is not the one that was typed.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="words">The words behind the options, where they name no files.</param>
    /// <param name="error">Standard error.</param>
    public string Read(ParseResult parsed, IReadOnlyList<string> words, TextWriter error)
    {
        var (option, trailing) = (parsed.GetValue(_filter), string.Join(' ', words));
        if (option is not null && trailing.Length > 0)
        {
            throw new ToolException(ExitCode.Usage, $"there are two filters, -f '{option}' and '{trailing}' behind the options: join them with and.");
        }

        var typed = option ?? trailing;
        if (typed.Length == 0 || parsed.GetValue(_widening) == Widening.Off || FragmentFilter.Widen(typed) is not { } wide)
        {
            return typed;
        }

        // By itself it must be right: two halves of a bracket could pass for one in what is made of it.
        if (!PacketFilter.TryCompile(typed, LinkType.Ethernet, out var alone, out var wrong))
        {
            throw new ToolException(ExitCode.Usage, $"the filter '{typed}' is wrong: {wrong}");
        }

        alone.Dispose();
        if (!_isSaid)
        {
            error.WriteLine($"ipreasm: only first fragments have ports, so the others pass too, whosever they are (--frag-filter off prevents it): {wide}");
            _isSaid = true;
        }

        return wide;
    }

    /// <summary>The expression as it was typed; empty for none.</summary>
    public string Typed(ParseResult parsed, IReadOnlyList<string> words) => parsed.GetValue(_filter) ?? string.Join(' ', words);

    /// <summary>The options that filter in the same way again, as a shell takes them; none where every frame is wanted.</summary>
    public IEnumerable<string> Repeat(ParseResult parsed, IReadOnlyList<string> words)
    {
        if (Typed(parsed, words) is { Length: > 0 } typed)
        {
            yield return "-f " + Shell.Quote(typed);
            if (parsed.GetValue(_widening) == Widening.Off)
            {
                yield return "--frag-filter off";
            }
        }
    }

    private enum Widening
    {
        Auto,
        Off,
    }
}
