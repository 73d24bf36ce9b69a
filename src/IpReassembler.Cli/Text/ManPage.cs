using System.CommandLine;
using IpReassembler.Timing;

namespace IpReassembler.Cli;

/// <summary>The manual page in the language of <c>man</c>(7), made from the tree of commands.</summary>
internal static class ManPage
{
    private static readonly (string Name, string Meaning)[] Environment =
    [
        ("NO_COLOR", "Any value but the empty one turns colour off."),
        ("FORCE_COLOR", "Turns colour on where the output is no terminal."),
        ("TERM", "dumb means no colour and only ASCII."),
        ("COLUMNS", "The width of lines, instead of the terminal's."),
    ];

    /// <summary>Writes the page.</summary>
    public static void Write(TextWriter output, Command root)
    {
        output.WriteLine($".TH IPREASM 1 \"\" \"ipreasm {VersionText.Number}\" \"User Commands\"");
        output.WriteLine(".SH NAME");
        output.WriteLine(@"ipreasm \- rebuild fragmented IP datagrams from a capture");
        output.WriteLine(".SH SYNOPSIS");
        output.WriteLine(".B " + Text(CommandTree.Synopsis(root)));
        output.WriteLine(".SH DESCRIPTION");
        output.WriteLine(Text(root.Description ?? ""));
        output.WriteLine(".SH COMMANDS");
        foreach (var verb in CommandTree.Leaves(root))
        {
            WriteVerb(output, verb);
        }

        output.WriteLine(".SH DEFINITIONS");
        foreach (var (term, meaning) in Definitions.Terms)
        {
            WriteItem(output, term, meaning);
        }

        output.WriteLine(".SH EXIT STATUS");
        foreach (var (code, meaning) in ExitCode.Meanings)
        {
            WriteItem(output, code.ToString(System.Globalization.CultureInfo.InvariantCulture), meaning);
        }

        output.WriteLine(".SH ENVIRONMENT");
        foreach (var (name, meaning) in Environment)
        {
            WriteItem(output, name, meaning);
        }
    }

    private static void WriteVerb(TextWriter output, Command verb)
    {
        output.WriteLine($".SS \"{Text(CommandTree.Synopsis(verb))}\"");
        output.WriteLine(Text(verb.Description ?? ""));
        foreach (var argument in verb.Arguments.Where(argument => !argument.Hidden))
        {
            WriteItem(output, argument.Name, argument.Description ?? "");
        }

        foreach (var option in CommandTree.Options(verb))
        {
            WriteItem(output, CommandTree.Names(option), option.Description ?? "");
        }

        if (verb is Verb { Examples.Count: > 0 } known)
        {
            output.WriteLine(".PP");
            output.WriteLine("Examples:");
            output.WriteLine(".PP");
            output.WriteLine(".nf");
            foreach (var example in known.Examples)
            {
                output.WriteLine(Text(example));
            }

            output.WriteLine(".fi");
        }
    }

    private static void WriteItem(TextWriter output, string name, string text)
    {
        output.WriteLine(".TP");
        output.WriteLine(".B " + Text(name));
        output.WriteLine(Text(text));
    }

    // A backslash begins an escape, a hyphen may become a dash, a quotation mark would end an argument, and a line that begins
    // with a dot or an apostrophe is a request.
    private static string Text(string text)
    {
        var escaped = text.Replace(@"\", @"\e", StringComparison.Ordinal).Replace("-", @"\-", StringComparison.Ordinal)
            .Replace("\"", @"\(dq", StringComparison.Ordinal).Replace("'", @"\(aq", StringComparison.Ordinal).Replace("~", @"\(ti", StringComparison.Ordinal);
        return escaped is ['.', ..] ? @"\&" + escaped : escaped;
    }
}
