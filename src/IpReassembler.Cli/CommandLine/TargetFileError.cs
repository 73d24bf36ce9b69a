using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>What is wrong with a file of targets.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Reason">What is wrong there.</param>
/// <param name="Expected">What should stand there.</param>
internal sealed record TargetFileError(string File, int Line, string Reason, string Expected)
{
    /// <inheritdoc/>
    public override string ToString() => Invariant($"{File}:{Line}: {Reason}{(Reason.EndsWith('?') ? "" : ".")} Expected: {Expected}.");
}
