using System.CommandLine;

namespace IpReassembler.Cli;

/// <summary>The options that say how text looks.</summary>
internal sealed class LookOptions
{
    private readonly Option<Showing?> _color = Options.Of<Showing?>(
        "--color", [], "auto|always|never", "Colour [auto: on a terminal, unless NO_COLOR is set]",
        Options.ParseWord<Showing?>(("auto", Showing.Auto), ("always", Showing.Always), ("never", Showing.Never)));

    private readonly Option<bool> _ascii = Options.Switch("--ascii", [], "Only ASCII: no bars, no special signs");

    private readonly Option<long?> _width = Options.Of<long?>(
        "--width", [], "N", "Columns, instead of the terminal's", text => Options.ParseNumber(Style.Narrowest, 10_000)(text));

    public void AddTo(Command verb)
    {
        verb.Options.Add(_color);
        verb.Options.Add(_ascii);
        verb.Options.Add(_width);
    }

    public Style Read(ParseResult parsed, Terminal terminal)
    {
        var detected = Style.Detect(terminal.Variable, terminal.OutputIsTerminal, terminal.Width);
        return detected with
        {
            Color = parsed.GetValue(_color) switch
            {
                Showing.Always => true,
                Showing.Never => false,
                _ => detected.Color,
            },
            Ascii = parsed.GetValue(_ascii) || detected.Ascii,
            Width = (int?)parsed.GetValue(_width) ?? detected.Width,
        };
    }
}
