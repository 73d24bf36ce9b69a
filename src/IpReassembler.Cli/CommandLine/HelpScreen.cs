using System.CommandLine;
using System.CommandLine.Invocation;

namespace IpReassembler.Cli;

/// <summary>What <c>--help</c> does: the short help of the command it stands behind, or all of it with <c>-v</c>.</summary>
internal sealed class HelpScreen(Terminal terminal) : SynchronousCommandLineAction
{
    private const int WidthOfPaper = 80, Widest = 100;

    /// <summary>Who asks for help is not told what is wrong with the rest of the line.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var width = Style.Detect(terminal.Variable, terminal.OutputIsTerminal, terminal.Width).Width;
        var help = new HelpText(parseResult.InvocationConfiguration.Output, width == Style.Unlimited ? WidthOfPaper : Math.Min(width, Widest));
        var command = parseResult.CommandResult.Command;
        if (parseResult.Tokens.Any(token => token.Value is "-v" or "-vv" or "--verbose"))
        {
            help.WriteAll(command);
        }
        else if (command is RootCommand root)
        {
            help.WriteVerbs(root);
        }
        else
        {
            help.WriteShort(command);
        }

        return ExitCode.Done;
    }
}
