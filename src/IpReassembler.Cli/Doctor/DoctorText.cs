namespace IpReassembler.Cli;

/// <summary>The diagnosis for a person: a line for each check, and below it the command that helps.</summary>
internal static class DoctorText
{
    private const int StateWidth = 6;

    /// <summary>Writes it.</summary>
    public static void Write(TextWriter output, IReadOnlyList<Check> checks, Style style)
    {
        foreach (var check in checks)
        {
            style.WriteWrapped(output, Word(check.State).PadRight(StateWidth), style.Printable(check.Text), ToneOf(check.State));
            if (check.Command is { } command)
            {
                // In one piece, however narrow the terminal is: it is there to be copied.
                output.WriteLine(new string(' ', StateWidth) + style.Strong(style.Printable(command)));
            }
        }
    }

    /// <summary>The state as scripts call it.</summary>
    public static string Word(CheckState state) => state switch
    {
        CheckState.Ok => "ok",
        CheckState.Info => "info",
        CheckState.Warn => "warn",
        _ => "fail",
    };

    private static Tone ToneOf(CheckState state) => state switch
    {
        CheckState.Ok => Tone.Good,
        CheckState.Info => Tone.Plain,
        CheckState.Warn => Tone.Doubtful,
        _ => Tone.Bad,
    };
}
