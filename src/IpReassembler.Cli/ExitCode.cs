namespace IpReassembler.Cli;

/// <summary>What the tool tells the shell.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Finding = 1;
    public const int Usage = 2;
    public const int BadFile = 3;
    public const int Damaged = 4;
    public const int NotPermitted = 5;
    public const int NetworkFailed = 6;
    public const int OurBug = 70;
    public const int Interrupted = 130;
    public const int Terminated = 143;
}
