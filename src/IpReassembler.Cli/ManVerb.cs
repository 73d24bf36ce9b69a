using System.CommandLine;

namespace IpReassembler.Cli;

/// <summary><c>ipreasm man</c>: the manual page.</summary>
internal static class ManVerb
{
    public static Command Create(Func<RootCommand> tree)
    {
        var verb = new Verb("man", "The manual page: made from the same tree of commands as --help.")
        {
            Examples = ["ipreasm man > ipreasm.1", "ipreasm man | man -l -", "ipreasm man | groff -man -T pdf > ipreasm.pdf"],
        };
        verb.SetAction(parsed =>
        {
            ManPage.Write(parsed.InvocationConfiguration.Output, tree());
            return ExitCode.Done;
        });
        return verb;
    }
}
