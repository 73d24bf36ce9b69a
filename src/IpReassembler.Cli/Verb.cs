using System.CommandLine;

namespace IpReassembler.Cli;

/// <summary>A command that knows how it is mostly used: its short help is made of that.</summary>
internal sealed class Verb(string name, string purpose) : Command(name, purpose)
{
    /// <summary>How many options the short help has room for.</summary>
    public const int MostUsedLimit = 6;

    /// <summary>The names of the options that most people need, at most <see cref="MostUsedLimit"/>, in the order of use.</summary>
    public IReadOnlyList<string> MostUsed { get; init; } = [];

    /// <summary>Three command lines to begin with, each short enough for a line of 80 columns.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];
}
