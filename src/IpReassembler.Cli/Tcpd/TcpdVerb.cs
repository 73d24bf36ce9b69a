using System.CommandLine;
using IpReassembler.Tcp;

namespace IpReassembler.Cli;

/// <summary><c>ipreasm tcpd</c>: serves a file or a text over a TCP of its own.</summary>
internal static class TcpdVerb
{
    private const string UsualText = "Hello. This came over a TCP that is not the kernel's.\n";

    public static Command Create(Terminal terminal, Interruption interruption)
    {
        var serve = new Option<string?>("--serve", "-f") { Description = "Serve this file, at / and under its own name", HelpName = "FILE" };
        var text = new Option<string?>("--text", "-t") { Description = "Serve this text [a greeting]", HelpName = "TEXT" };
        var options = new TcpdOptions();
        var verb = new Verb("tcpd", "Serves HTTP over a TCP of its own, on raw packets: for wget localhost:7000.")
        {
            MostUsed = ["--serve", "--port", "--device", "--loss", "--trace", "--svg"],
            Examples = ["ipreasm tcpd --text hello", "ipreasm tcpd --serve big.iso --loss 2% --trace", "ipreasm tcpd --device tun --delay 20ms --cc cubic --svg run.svg"],
        };
        verb.Options.Add(serve);
        verb.Options.Add(text);
        options.AddTo(verb);
        verb.Validators.Add(result =>
        {
            if (result.GetResult(serve) is not null && result.GetResult(text) is not null)
            {
                result.AddError("--serve and --text exclude each other");
            }
        });
        verb.SetAction(parsed =>
        {
            using var content = Open(parsed.GetValue(serve), parsed.GetValue(text), interruption);
            return options.Read(parsed).Run(content, parsed.InvocationConfiguration.Output, terminal, interruption);
        });
        return verb;
    }

    private static ServedContent Open(string? file, string? text, Interruption interruption)
    {
        if (file is null)
        {
            return ServedContent.Of(text is null ? UsualText : text + "\n");
        }

        FileName.MustNotBeEmpty(file, "the file to serve");
        try
        {
            // A pipe that nobody writes to is opened for ever.
            return interruption.Wait(Task.Run(() => ServedContent.Open(file)));
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCode.BadFile, $"cannot serve {file}: {failed.Message}");
        }
    }
}
