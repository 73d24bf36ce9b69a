using System.Runtime.InteropServices;

namespace IpReassembler.Cli;

/// <summary>Ctrl-C and SIGTERM: the first asks for an early end, so that what is known is printed; a second one ends the process at once.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private volatile int _exitCode;
    private volatile bool _isAnswered;

    public Interruption()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Note(context, IpReassembler.Cli.ExitCode.Interrupted));
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Note(context, IpReassembler.Cli.ExitCode.Terminated));
    }

    /// <summary>Whether the end was asked for, and nobody has answered.</summary>
    public bool Requested => _exitCode != 0 && !_isAnswered;

    /// <summary>What the process ends with because of it; 0 when it was not asked for.</summary>
    public int ExitCode => _exitCode;

    /// <summary>The end that was asked for was that of a capture: what is to be made of it is made nevertheless.</summary>
    public void Answer() => _isAnswered = true;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
    }

    private void Note(PosixSignalContext context, int exitCode)
    {
        context.Cancel = _exitCode == 0;
        _exitCode = exitCode;
    }
}
