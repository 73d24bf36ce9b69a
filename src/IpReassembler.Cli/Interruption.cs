using System.Runtime.InteropServices;

namespace IpReassembler.Cli;

/// <summary>Ctrl-C and SIGTERM: the first asks for an early end, so that what is known is printed; a second one ends the process at once.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private readonly CancellationTokenSource _asked = new();
    private volatile int _exitCode;

    public Interruption()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Note(context, IpReassembler.Cli.ExitCode.Interrupted));
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Note(context, IpReassembler.Cli.ExitCode.Terminated));
    }

    /// <summary>Whether the end was asked for.</summary>
    public bool Requested => _exitCode != 0;

    /// <summary>Cancelled when the end is asked for: for waits.</summary>
    public CancellationToken Token => _asked.Token;

    /// <summary>What the process ends with because of it; 0 when it was not asked for.</summary>
    public int ExitCode => _exitCode;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _asked.Dispose();
    }

    private void Note(PosixSignalContext context, int exitCode)
    {
        context.Cancel = !Requested;
        _exitCode = exitCode;
        _asked.Cancel();
    }
}
