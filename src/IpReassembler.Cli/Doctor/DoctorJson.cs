namespace IpReassembler.Cli;

/// <summary>The diagnosis for scripts: a JSON object for each check.</summary>
internal static class DoctorJson
{
    /// <summary>One check, without the end of the line.</summary>
    public static string Line(Check check) => JsonLine.Of(json =>
    {
        json.WriteString("type", "check");
        json.WriteString("check", check.Name);
        json.WriteString("state", DoctorText.Word(check.State));
        json.WriteString("text", check.Text);
        json.WriteString("command", check.Command);
    });
}
