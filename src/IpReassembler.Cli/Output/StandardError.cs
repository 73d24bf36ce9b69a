namespace IpReassembler.Cli;

/// <summary>Standard error as verbs write to it: talk that nobody can hear is dropped, and changes neither the answer nor the exit code.</summary>
internal sealed class StandardError(Stream stream) : OutputStream(stream)
{
    protected override void Judge(Exception failed)
    {
    }
}
