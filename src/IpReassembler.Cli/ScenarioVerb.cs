using System.CommandLine;
using System.Globalization;
using IpReassembler.Scenarios;

namespace IpReassembler.Cli;

/// <summary><c>ipreasm scenario</c>: fragment scripts, which make captures, drive a wire and are tests.</summary>
internal static class ScenarioVerb
{
    /// <summary>What stands for a scenario on the command line.</summary>
    public const string FileHelp = "A scenario's file, or a name that ipreasm scenario list shows";

    public static Command Create(Terminal terminal, Interruption interruption) => new("scenario", "Fragment scripts, which make captures, drive a wire and are tests.")
    {
        ScenarioRunVerb.Create(terminal, interruption),
        Test(terminal, interruption),
        List(),
        Show(),
        Grammar(),
    };

    private static Verb Test(Terminal terminal, Interruption interruption)
    {
        var scenarios = new Argument<string[]>("SCENARIO") { Description = FileHelp, Arity = ArgumentArity.OneOrMore };
        var quiet = Options.Switch("--quiet", ["-q"], "Print differences only");
        var verb = new Verb("test", "Sends scenarios through the reassembler and compares with their expect lines: exit code 1 where something else comes.")
        {
            MostUsed = ["--quiet"],
            Examples = ["ipreasm scenario test novak", "ipreasm scenario test -q active-mapping mix", "ipreasm scenario test mine.scenario"],
        };
        verb.Arguments.Add(scenarios);
        verb.Options.Add(quiet);
        verb.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var (tested, differing) = (0, 0);
            foreach (var name in parsed.GetRequiredValue(scenarios))
            {
                if (interruption.Requested)
                {
                    return interruption.ExitCode;
                }

                var file = ScenarioInput.Open(name);
                var scenario = ScenarioInput.Parse(file);
                var findings = ScenarioTest.Run(scenario);
                if (findings.Count == 0)
                {
                    throw new ToolException(ExitCode.Finding, $"{name} expects nothing, so nothing was tested: add an expect line. ipreasm scenario grammar tells how.");
                }

                if (scenario.Impairment is not null && !parsed.GetValue(quiet))
                {
                    terminal.Error.WriteLine($"ipreasm: {file.Name}: tested as its fragments are written, without its impair line");
                }

                tested += findings.Count;
                differing += findings.Count(finding => !finding.IsMet);
                foreach (var finding in findings.Where(finding => !finding.IsMet || !parsed.GetValue(quiet)))
                {
                    Write(output, file.Name, finding);
                }
            }

            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{tested} expectations, {(differing == 0 ? "all met" : $"{differing} not met")}"));
            return differing == 0 ? ExitCode.Done : ExitCode.Finding;
        });
        return verb;
    }

    private static Verb List()
    {
        var verb = new Verb("list", "Lists the scenarios that come with the tool.")
        {
            Examples = ["ipreasm scenario list", "ipreasm scenario list --help", "ipreasm scenario list --help -v"],
        };
        verb.SetAction(parsed =>
        {
            var width = Gallery.Names.Max(name => name.Length);
            foreach (var name in Gallery.Names)
            {
                var isKnown = Gallery.TryFind(name, out var scenario);
                parsed.InvocationConfiguration.Output.WriteLine($"{name.PadRight(width)}  {(isKnown ? scenario!.Parse().Name : "")}");
            }

            return ExitCode.Done;
        });
        return verb;
    }

    private static Verb Show()
    {
        var scenario = new Argument<string>("SCENARIO") { Description = FileHelp };
        var verb = new Verb("show", "Prints the text of a scenario.")
        {
            Examples = ["ipreasm scenario show mix", "ipreasm scenario show teardrop", "ipreasm scenario show novak > mine.scenario"],
        };
        verb.Arguments.Add(scenario);
        verb.SetAction(parsed =>
        {
            parsed.InvocationConfiguration.Output.Write(ScenarioInput.Open(parsed.GetRequiredValue(scenario)).Text);
            return ExitCode.Done;
        });
        return verb;
    }

    private static Verb Grammar()
    {
        var verb = new Verb("grammar", "Prints what may stand in a scenario.")
        {
            Examples = ["ipreasm scenario grammar", "ipreasm scenario grammar | less", "ipreasm scenario grammar > grammar.md"],
        };
        verb.SetAction(parsed =>
        {
            parsed.InvocationConfiguration.Output.Write(Gallery.Grammar);
            return ExitCode.Done;
        });
        return verb;
    }

    private static void Write(TextWriter output, string file, ScenarioFinding finding)
    {
        if (finding.IsMet)
        {
            output.WriteLine($"ok    {finding.Datagram}  {finding.Policy}  {finding.Expected}");
            return;
        }

        var times = finding.Sent > 1 ? string.Create(CultureInfo.InvariantCulture, $"   ({finding.Differing} of {finding.Sent} times)") : "";
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"FAIL  {finding.Datagram}  {finding.Policy}  {file}:{finding.Line}{times}"));
        output.WriteLine($"        expected  {finding.Expected}");
        output.WriteLine($"        came      {finding.Came}");
    }
}
