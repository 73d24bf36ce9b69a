using System.Runtime.CompilerServices;
using IpReassembler.Transfer;

namespace IpReassembler.Cli;

/// <summary>A talk with a command server: one question, or as many as somebody types.</summary>
/// <param name="client">Asks.</param>
/// <param name="output">Where answers are told.</param>
/// <param name="keep">Stores or prints a file that came under a name; null when there is nothing to tell of it.</param>
internal sealed class CommandConversation(CommandClient client, TransferOutput output, Func<string, ReadOnlyMemory<byte>, TransferredFile?> keep)
{
    private const string Menu = "1 CONSULTA   2 HORA   3 ARQUIVO NAME   4 LISTAR   5 SAIR";

    /// <summary>Asks one question.</summary>
    /// <exception cref="ToolException">The server says in words why there is no answer.</exception>
    public async IAsyncEnumerable<TransferStep> AskAsync(TypedCommand command)
    {
        var reply = await client.AskAsync(command.Kind, command.Argument);
        if (reply is CommandReply.Words refusal && command.Kind is CommandKind.File or CommandKind.List)
        {
            throw new ToolException(ExitCode.Finding, $"the server says: {Style.Plain.Printable(refusal.Text)}");
        }

        if (Tell(command, reply) is { } file)
        {
            yield return TransferStep.Finished(file);
        }
    }

    /// <summary>Asks what is typed, line by line, until somebody quits or the lines end.</summary>
    /// <param name="lines">What is typed.</param>
    /// <param name="withMenu">Whether a person types, and is told what there is.</param>
    /// <param name="cancel">Ends the wait for a line.</param>
    public async IAsyncEnumerable<TransferStep> FollowAsync(TextReader lines, bool withMenu, [EnumeratorCancellation] CancellationToken cancel)
    {
        for (CommandKind? last = null; last != CommandKind.Quit;)
        {
            if (withMenu)
            {
                output.Say(Menu);
            }

            // A terminal cannot be told to stop reading: the line is waited for, not its reader.
            var line = await Task.Run(lines.ReadLine, CancellationToken.None).WaitAsync(cancel) ?? CommandVocabulary.PickledWord(CommandKind.Quit);
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            TypedCommand command;
            try
            {
                command = TypedCommand.ParseLine(line);
            }
            catch (FormatException wrong)
            {
                output.Say(wrong.Message);
                continue;
            }

            last = command.Kind;
            if (Tell(command, await client.AskAsync(command.Kind, command.Argument)) is { } file)
            {
                yield return TransferStep.Finished(file);
            }
        }
    }

    private TransferredFile? Tell(TypedCommand command, CommandReply reply)
    {
        switch (reply)
        {
            case CommandReply.File file:
                // The name that was asked for is the user's word; the one that came is the network's.
                return keep(command.Argument ?? file.Name, file.Content);
            case CommandReply.Names names:
                output.Answer(
                    string.Join('\n', names.Items.Select(Style.Plain.Printable)),
                    () => TransferJson.Names(CommandVocabulary.PickledWord(command.Kind), names.Items));
                return null;
            default:
                var text = ((CommandReply.Words)reply).Text;
                output.Answer(Style.Plain.Printable(text), () => TransferJson.Words(CommandVocabulary.PickledWord(command.Kind), text));
                return null;
        }
    }
}
