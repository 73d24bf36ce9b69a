namespace IpReassembler.Transfer;

/// <summary>The words for commands, and the server's fixed answers: what programs that speak this protocol already send and expect.</summary>
public static class CommandVocabulary
{
    /// <summary>The answer to <see cref="CommandKind.Info"/>.</summary>
    public const string Online = "Servidor online 24 horas";

    /// <summary>The answer to <see cref="CommandKind.Quit"/>.</summary>
    public const string Farewell = "Adeus!";

    /// <summary>The answer to a word that is none of these.</summary>
    public const string UnknownCommand = "Comando desconhecido.";

    /// <summary>The answer when there is no such file.</summary>
    public const string FileNotFound = "Arquivo não encontrado!";

    private static readonly (CommandKind Kind, string[] Words)[] Table =
    [
        (CommandKind.Info, ["CONSULTA", "dados", "info"]),
        (CommandKind.Time, ["HORA", "hora_atual", "time"]),
        (CommandKind.File, ["ARQUIVO", "enviar_arquivo", "file"]),
        (CommandKind.List, ["LISTAR", "listar_arquivos", "list"]),
        (CommandKind.Quit, ["SAIR", "finalizar_conexao", "quit"]),
    ];

    /// <summary>Every word there is.</summary>
    public static IEnumerable<string> Words => Table.SelectMany(row => row.Words);

    /// <summary>The word in pickled requests.</summary>
    public static string PickledWord(CommandKind kind) => WordsOf(kind)[0];

    /// <summary>The word in lines of text.</summary>
    public static string LineWord(CommandKind kind) => WordsOf(kind)[1];

    /// <summary>What a word means, in whichever language and case; null for one that is not known.</summary>
    public static CommandKind? Find(string word)
    {
        foreach (var (kind, words) in Table)
        {
            if (words.Contains(word, StringComparer.OrdinalIgnoreCase))
            {
                return kind;
            }
        }

        return null;
    }

    private static string[] WordsOf(CommandKind kind) => Table.Single(row => row.Kind == kind).Words;
}
