using System.CommandLine;

namespace IpReassembler.Cli;

/// <summary><c>ipreasm doctor</c>: whether this machine can capture, and what it does to what is captured.</summary>
internal static class DoctorVerb
{
    public static Command Create(Terminal terminal)
    {
        var look = new LookOptions();
        var json = Options.Switch("--json", [], "One JSON object for each check");
        var verb = new Verb("doctor", "Whether this machine can capture: what bends what is captured, and what helps. Ends with 0 when it can.")
        {
            MostUsed = ["--json", "--color", "--ascii", "--width"],
            Examples = ["ipreasm doctor", "ipreasm doctor --width 80", "ipreasm doctor --json | grep warn"],
        };
        verb.Options.Add(json);
        look.AddTo(verb);
        verb.SetAction(parsed =>
        {
            var facts = MachineReader.Read(terminal);
            var checks = Diagnosis.Of(facts);
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json))
            {
                checks.ToList().ForEach(check => output.WriteLine(DoctorJson.Line(check)));
            }
            else
            {
                DoctorText.Write(output, checks, look.Read(parsed, terminal));
            }

            return Diagnosis.ExitCodeOf(facts);
        });
        return verb;
    }
}
