using System.Runtime.InteropServices;

namespace IpReassembler.Capture;

/// <summary>Asks another process to end: kill(2). .NET can only end one at once.</summary>
public static partial class ProcessSignal
{
    private const int SIGTERM = 15;

    /// <summary>Sends SIGTERM.</summary>
    /// <param name="processId">A process that was started here and not yet waited for, so that nobody else has its number.</param>
    /// <returns>Whether it could be sent.</returns>
    public static bool Terminate(int processId) => !OperatingSystem.IsWindows() && processId > 0 && kill(processId, SIGTERM) == 0;

    [LibraryImport("libc")]
    private static partial int kill(int processId, int signal);
}
