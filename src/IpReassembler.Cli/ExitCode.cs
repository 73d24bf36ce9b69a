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

    /// <summary>What each of them means, for the manual.</summary>
    public static IReadOnlyList<(int Code, string Meaning)> Meanings { get; } =
    [
        (Done, "Done, and nothing to complain about."),
        (Finding, "Nothing matches, or there is nothing to show."),
        (Usage, "Wrong usage: the message says what was expected."),
        (BadFile, "The input is not a capture or cannot be read, or the output cannot be written."),
        (Damaged, "The input is cut short or damaged: what stood before is printed."),
        (NotPermitted, "Listening to an interface or sending needs a right that is missing: the message says which."),
        (NetworkFailed, "The interface is not there or failed, a packet could not be sent, or libpcap is not installed."),
        (OurBug, "A bug in this program: the message says what to report."),
        (Interrupted, "Interrupted: what was found so far is printed. A second Ctrl-C stops at once."),
        (Terminated, "Terminated, as for interrupted."),
    ];
}
