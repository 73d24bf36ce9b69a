using System.CommandLine;

namespace IpReassembler.Cli;

/// <summary><c>--dir</c>: where a server stores what comes. There is no usual one, so that nothing comes where nobody looks.</summary>
internal static class FolderOption
{
    public static Option<string> Create() => new("--dir") { Description = "Store the files in this folder", HelpName = "DIR", Required = true };
}
