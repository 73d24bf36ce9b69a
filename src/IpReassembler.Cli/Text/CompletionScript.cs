namespace IpReassembler.Cli;

/// <summary>Scripts for shells. None of them knows a verb: each hands the line to the tool, whose parser knows them all, with the directive <c>[suggest:N]</c>.</summary>
internal static class CompletionScript
{
    private const string Bash = """
        # ipreasm for bash:  eval "$(ipreasm completion bash)"
        _ipreasm() {
            local IFS=$'\n' line=${COMP_LINE:0:COMP_POINT}
            COMPREPLY=($(compgen -W "$(ipreasm "[suggest:${#line}]" "$line" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _ipreasm ipreasm

        """;

    private const string Zsh = """
        #compdef ipreasm
        # ipreasm for zsh:  ipreasm completion zsh > a folder in $fpath, as _ipreasm
        _ipreasm() {
            local line="${(j: :)words[1,CURRENT]}"
            local -a found
            found=(${(f)"$(ipreasm "[suggest:${#line}]" "$line" 2>/dev/null)"})
            compadd -a found
            _files
        }
        compdef _ipreasm ipreasm

        """;

    private const string Fish = """
        # ipreasm for fish:  ipreasm completion fish > ~/.config/fish/completions/ipreasm.fish
        function __ipreasm_complete
            set -l line (commandline -cp)
            ipreasm "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c ipreasm -a '(__ipreasm_complete)'

        """;

    private const string Pwsh = """
        # ipreasm for PowerShell:  ipreasm completion pwsh | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName ipreasm -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            ipreasm "[suggest:$cursorPosition]" "$commandAst" 2>$null | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }

        """;

    /// <summary>The shells there is a script for.</summary>
    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "fish", "pwsh"];

    /// <summary>The script for one of <see cref="Shells"/>.</summary>
    public static string For(string shell) => shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        "fish" => Fish,
        _ => Pwsh,
    };
}
