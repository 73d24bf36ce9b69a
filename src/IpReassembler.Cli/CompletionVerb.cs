using System.CommandLine;
using System.CommandLine.Completions;

namespace IpReassembler.Cli;

/// <summary><c>ipreasm completion</c>: a script that lets a shell complete command lines.</summary>
internal static class CompletionVerb
{
    public static Command Create()
    {
        var shell = new Argument<string?>("SHELL")
        {
            Description = "One of: " + string.Join(", ", CompletionScript.Shells),
            Arity = ArgumentArity.ExactlyOne,
            CompletionSources = { _ => CompletionScript.Shells.Select(name => new CompletionItem(name)) },
            CustomParser = Options.Checked("completion", Options.ParseWord([.. CompletionScript.Shells.Select(name => (name, name))])),
        };
        var verb = new Verb("completion", "A script with which a shell completes verbs, options and values: bash, zsh, fish or pwsh.")
        {
            Examples =
            [
                "ipreasm completion bash > ~/.local/share/bash-completion/completions/ipreasm",
                "ipreasm completion zsh > ~/.zfunc/_ipreasm",
                "ipreasm completion fish > ~/.config/fish/completions/ipreasm.fish",
            ],
        };
        verb.Arguments.Add(shell);
        verb.SetAction(parsed =>
        {
            parsed.InvocationConfiguration.Output.Write(CompletionScript.For(parsed.GetRequiredValue(shell)!));
            return ExitCode.Done;
        });
        return verb;
    }
}
