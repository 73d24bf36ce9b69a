using System.Diagnostics;

namespace IpReassembler.LiveTests;

/// <summary>What a program did: how it ended, and what it printed.</summary>
internal sealed record Run(int ExitCode, string Output, string Error)
{
    /// <summary>Runs a program to its end, with nothing on its standard input.</summary>
    public static Run Of(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Run(process.ExitCode, output, error.Result);
    }

    /// <summary>Whether a program of this name is on the path.</summary>
    public static bool CanFind(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, program)));
}
