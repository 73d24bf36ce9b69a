using IpReassembler.Cli;
using IpReassembler.Transfer;

namespace IpReassembler.Tests.Cli.Transfers;

public class TypedCommandTests
{
    [Theory]
    [InlineData("1", "Info")]
    [InlineData("2", "Time")]
    [InlineData(" 4 ", "List")]
    [InlineData("5", "Quit")]
    [InlineData("SAIR", "Quit")]
    [InlineData("hora", "Time")]
    [InlineData("listar_arquivos", "List")]
    [InlineData("info", "Info")]
    [InlineData("4 LISTAR", "List")]
    [InlineData("3 a.txt", "File", "a.txt")]
    [InlineData("3 ARQUIVO a.txt", "File", "a.txt")]
    [InlineData("ARQUIVO  a b.txt", "File", "a b.txt")]
    [InlineData("file 3", "File", "3")]
    [InlineData("3 ARQUIVO ARQUIVO", "File", "ARQUIVO")]
    public void Reads_what_is_typed(string line, string kind, string? argument = null) =>
        Assert.Equal(new TypedCommand(Enum.Parse<CommandKind>(kind), argument), TypedCommand.ParseLine(line));

    [Theory]
    [InlineData("listra", "'listra' is no command; did you mean 'LISTAR'? There is CONSULTA, HORA, ARQUIVO, LISTAR, SAIR.")]
    [InlineData("6", "'6' is no command. There is CONSULTA, HORA, ARQUIVO, LISTAR, SAIR.")]
    [InlineData("3", "ARQUIVO needs the name of a file")]
    [InlineData("3 ARQUIVO", "ARQUIVO needs the name of a file")]
    [InlineData("hora certa", "hora takes nothing behind it")]
    public void Says_what_is_wrong(string line, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => TypedCommand.ParseLine(line)).Message);
}
