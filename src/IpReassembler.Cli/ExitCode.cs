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
    public const int Network = 6;
    public const int Integrity = 7;
    public const int OurBug = 70;
    public const int CannotRun = 126;
    public const int CommandNotFound = 127;
    public const int HungUp = 129;
    public const int Interrupted = 130;
    public const int Terminated = 143;

    /// <summary>What each of them means, for the manual.</summary>
    public static IReadOnlyList<(int Code, string Meaning)> Meanings { get; } =
    [
        (Done, "Done, and nothing to complain about."),
        (Finding, "Nothing matches, or there is nothing to show; check: an assertion does not hold."),
        (Usage, "Wrong usage: the message says what was expected."),
        (BadFile, "The input is not a capture or cannot be read, or the output cannot be written."),
        (Damaged, "The input is cut short or damaged: what stood before is printed."),
        (NotPermitted, "Not permitted: listening, sending, a low port, a folder; the message says what permits it."),
        (Network, "The network, an interface or the other end failed, or libpcap is not installed."),
        (Integrity, "What came is not what was sent: a size or a checksum does not match."),
        (OurBug, "A bug in this program: the message says what to report."),
        (CannotRun, "observe: the command is no program, or may not be run. Otherwise observe ends as its command does."),
        (CommandNotFound, "observe: there is no such command."),
        (HungUp, "The terminal went away, as for interrupted."),
        (Interrupted, "Interrupted: what was found so far is printed. A second Ctrl-C stops at once."),
        (Terminated, "Terminated, as for interrupted."),
    ];
}
