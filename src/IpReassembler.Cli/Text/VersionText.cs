using System.Reflection;
using System.Runtime.InteropServices;
using IpReassembler.Capture;
using IpReassembler.Reassembly;

namespace IpReassembler.Cli;

/// <summary>Which build this is, and of what: what a report of a bug must say.</summary>
internal static class VersionText
{
    /// <summary>The version alone: <c>0.1.0</c>.</summary>
    public static string Number => Parts[0];

    /// <summary>Everything in one line.</summary>
    public static string OneLine => $"{CommandTree.ToolName} {string.Join('+', Parts)} ({Runtime})";

    // Behind the plus sign the build puts the commit it was made from, where it was made from a repository.
    private static string[] Parts =>
        (typeof(VersionText).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown").Split('+', 2);

    private static string Runtime => $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}";

    /// <summary>A line for each thing.</summary>
    public static void Write(TextWriter output)
    {
        output.WriteLine($"{CommandTree.ToolName} {Number}");
        output.WriteLine($"commit    {(Parts is [_, var commit] ? commit : "unknown: not built from a repository")}");
        output.WriteLine($"runtime   {Runtime}");
        output.WriteLine($"captures  files: own reader; live: {LiveSource.LibraryVersion ?? "libpcap is not installed"}");
        output.WriteLine($"policies  {string.Join(", ", OverlapPolicy.All.Select(policy => policy.Name))}");
    }
}
