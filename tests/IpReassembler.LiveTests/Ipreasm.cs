using System.Diagnostics;

namespace IpReassembler.LiveTests;

/// <summary>The tool as its users start it: a process of its own.</summary>
internal static class Ipreasm
{
    private static readonly string Dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
    private static readonly string Assembly = Path.Combine(AppContext.BaseDirectory, "ipreasm.dll");

    /// <summary>The two words that start it.</summary>
    public static (string Dotnet, string Assembly) Program => (Dotnet, Assembly);

    /// <summary>The command for a shell.</summary>
    public static string CommandLine => $"'{Dotnet}' '{Assembly}'";

    public static Run Run(params IEnumerable<string> arguments) => LiveTests.Run.Of(Dotnet, [Assembly, .. arguments]);

    /// <summary>Starts it and does not wait for its end.</summary>
    /// <remarks>A test runner may have been started with SIGINT or SIGHUP ignored (in the background, by nohup), which programs inherit: env, which becomes the tool, undoes that.</remarks>
    public static Process Start(params IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo("env", ["--default-signal=INT,HUP", Dotnet, Assembly, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
}
