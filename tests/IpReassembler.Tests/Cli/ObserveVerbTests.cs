using IpReassembler.Cli;

namespace IpReassembler.Tests.Cli;

/// <summary>What is wrong with a command line is said before anything is listened to or run.</summary>
public class ObserveVerbTests
{
    [Theory]
    [InlineData("observe -i lo -- no-such-command", 127, "cannot run no-such-command: there is no such command")]
    [InlineData("observe -i lo -- ''", 127, "cannot run '': there is no such command")]
    [InlineData("observe -i lo -- ./", 126, "cannot run ./: it is a folder")]
    [InlineData("observe -i lo true", 2, "put -- in front of the command: ipreasm observe -- true")]
    [InlineData("observe true -q", 2, "observe has no option -q")]
    [InlineData("observe --bogus -- true", 2, "observe does not know --bogus. The command stands behind --.")]
    [InlineData("observe --jsn -- true", 2, "observe does not know --jsn; did you mean '--json'? The command stands behind --.")]
    [InlineData("observe", 2, "Usage: ipreasm observe [OPTIONS] -- COMMAND...")]
    [InlineData("observe --mtu 900 -- true", 2, "--mtu needs --private")]
    [InlineData("observe --private -i lo -- true", 2, "--private has no interface but lo")]
    [InlineData("observe --private --mtu 67 -- true", 2, "takes a whole number from 68 to 65535")]
    [InlineData("observe --settle 2h -- true", 2, "takes an hour at most")]
    [InlineData("observe --fail-on verdit==sound -- true", 2, "--fail-on")]
    public void Wrong_words(string commandLine, int exitCode, string message)
    {
        var run = ToolRun.Of(ToolRun.Split(commandLine), variables: ("PATH", Environment.GetEnvironmentVariable("PATH")!));
        Assert.Equal((exitCode, ""), (run.ExitCode, run.Text));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Programs_are_found_where_a_shell_finds_them()
    {
        using var folder = new TemporaryFolder();
        var (first, second) = (Directory.CreateDirectory(Path.Combine(folder.Path, "first")).FullName, Directory.CreateDirectory(Path.Combine(folder.Path, "second")).FullName);
        var (plain, program) = (Path.Combine(first, "tool"), Path.Combine(second, "tool"));
        File.WriteAllText(plain, "");
        var refused = Assert.Throws<ToolException>(() => ObservedCommand.Resolve(["tool"], first));
        Assert.Equal((126, $"cannot run {plain}: it is not executable"), (refused.ExitCode, refused.Message));
        File.WriteAllText(program, "");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        Assert.Equal([program, "-x"], ObservedCommand.Resolve(["tool", "-x"], $"{first}:{second}"));
        Assert.Equal([Path.GetFullPath("./tool")], ObservedCommand.Resolve(["./tool"], first));
        Assert.Equal(127, Assert.Throws<ToolException>(() => ObservedCommand.Resolve(["tool"], null)).ExitCode);
    }

    [Fact]
    public void The_name_of_this_program_means_this_program() =>
        Assert.Equal([.. ObservedCommand.Self, "udp"], ObservedCommand.Resolve(["ipreasm", "udp"], path: null));
}
