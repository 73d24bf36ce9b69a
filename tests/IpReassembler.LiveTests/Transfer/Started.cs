using System.Diagnostics;

namespace IpReassembler.LiveTests;

/// <summary>A program that goes on while a test talks with it, and ends with the test.</summary>
internal sealed class Started : IDisposable
{
    private readonly Process _process;

    /// <summary>Starts a program and waits for the first line that it prints.</summary>
    public Started(string program, params IEnumerable<string> arguments)
    {
        _process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardInput = true })!;
        FirstLine = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{program} ended and said nothing");
    }

    public string FirstLine { get; }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }
}
