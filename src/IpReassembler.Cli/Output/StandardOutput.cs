namespace IpReassembler.Cli;

/// <summary>Standard output as verbs write to it: a reader that has gone is told from a disk that is full.</summary>
internal sealed class StandardOutput(Stream stream) : OutputStream(stream)
{
    private const int BrokenPipe = 32;

    protected override void Judge(Exception failed)
    {
        if (failed.HResult == BrokenPipe || failed.Message.Contains("pipe", StringComparison.OrdinalIgnoreCase))
        {
            throw new OutputClosedException();
        }

        throw new ToolException(ExitCode.BadFile, $"cannot write to standard output: {failed.Message}");
    }
}
