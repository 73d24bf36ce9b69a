using System.ComponentModel;
using System.Diagnostics;
using IpReassembler.Capture;
using IpReassembler.Packets;

namespace IpReassembler.Cli;

/// <summary>A command that somebody else wrote, run as a shell would: with our input, output and talk.</summary>
internal sealed class ObservedCommand : IDisposable
{
    private const int ENOENT = 2;

    private readonly Process _process;
    private readonly Task _ended;
    private readonly CancellationTokenRegistration _termination;
    private readonly TimeProvider _clock;
    private readonly long _started;

    private ObservedCommand(Process process, Interruption interruption, TimeProvider clock)
    {
        (_process, _clock, _started) = (process, clock, clock.GetTimestamp());
        _ended = process.WaitForExitAsync(CancellationToken.None);
        // Ctrl-C reaches the command from the terminal; a signal to us alone must be handed on.
        _termination = interruption.Token.Register(() =>
        {
            if (interruption.ExitCode == Cli.ExitCode.Terminated && !HasEnded)
            {
                ProcessSignal.Terminate(process.Id);
            }
        });
    }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => _ended.IsCompleted;

    /// <summary>How it ended: 128 and the signal, if it was one.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>How long it has run until now.</summary>
    public Duration Elapsed => new(_clock.GetElapsedTime(_started).Ticks * 100);

    /// <summary>This program, as the words that start it again.</summary>
    public static IReadOnlyList<string> Self { get; } =
        Environment.ProcessPath is { } program && Path.GetFileNameWithoutExtension(program) != "dotnet"
            ? [program]
            : [Environment.ProcessPath ?? "dotnet", Environment.GetCommandLineArgs()[0]];

    /// <summary>Finds the program as a shell would: .NET would look beside itself and in the working folder as well.</summary>
    /// <param name="words">The command; where <c>ipreasm</c> comes first, this very program is meant.</param>
    /// <param name="path">The variable PATH.</param>
    /// <returns>The words with the program's file in front.</returns>
    /// <exception cref="ToolException">There is no such program.</exception>
    public static IReadOnlyList<string> Resolve(IReadOnlyList<string> words, string? path)
    {
        var name = words[0];
        if (name == CommandTree.ToolName)
        {
            return [.. Self, .. words.Skip(1)];
        }

        if (OperatingSystem.IsWindows())
        {
            return words;
        }

        if (name.Contains('/'))
        {
            return Directory.Exists(name) ? throw CannotRun(name, "it is a folder") : [Path.GetFullPath(name), .. words.Skip(1)];
        }

        var files = (path ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, name)).Where(File.Exists).ToArray();
        var file = Array.Find(files, IsExecutable);
        return file is not null ? [file, .. words.Skip(1)]
            : files.Length > 0 ? throw CannotRun(files[0], "it is not executable")
            : throw NotFound(name);
    }

    /// <summary>Starts it.</summary>
    /// <exception cref="ToolException">It cannot be run.</exception>
    public static ObservedCommand Start(IReadOnlyList<string> resolved, Interruption interruption, TimeProvider clock)
    {
        interruption.Token.ThrowIfCancellationRequested();
        try
        {
            return new ObservedCommand(Process.Start(new ProcessStartInfo(resolved[0], resolved.Skip(1)))!, interruption, clock);
        }
        catch (Win32Exception refused)
        {
            throw refused.NativeErrorCode == ENOENT ? NotFound(resolved[0]) : CannotRun(resolved[0], new Win32Exception(refused.NativeErrorCode).Message);
        }
    }

    /// <summary>Waits for its end.</summary>
    public int WaitForEnd()
    {
        _ended.GetAwaiter().GetResult();
        return ExitCode;
    }

    public void Dispose()
    {
        _termination.Dispose();
        _process.Dispose();
    }

    private static bool IsExecutable(string file) =>
        OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;

    private static ToolException NotFound(string name) => new(Cli.ExitCode.CommandNotFound, $"cannot run {Shell.Quote(name)}: there is no such command");

    private static ToolException CannotRun(string name, string reason) => new(Cli.ExitCode.CannotRun, $"cannot run {Shell.Quote(name)}: {reason}");
}
