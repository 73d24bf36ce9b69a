using System.Runtime.InteropServices;

namespace IpReassembler.Cli;

/// <summary>Ctrl-C, SIGTERM, and SIGHUP from a terminal that goes away: the first asks for an early end, so that what is known is printed; a second one ends the process at once.</summary>
internal sealed class Interruption : IDisposable
{
    // timeout(1) signals its program and then its whole group, and a terminal signals everybody in it: one stroke can arrive twice.
    private static readonly TimeSpan OneStroke = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _source = new();
    private readonly TimeProvider _clock;
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private readonly PosixSignalRegistration _hangUp;
    private long _heardAt;
    private volatile int _exitCode;
    private volatile bool _isAnswered;

    public Interruption()
        : this(TimeProvider.System)
    {
    }

    /// <param name="clock">Tells a second signal from an echo of the first.</param>
    public Interruption(TimeProvider clock)
    {
        _clock = clock;
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = Hear(IpReassembler.Cli.ExitCode.Interrupted));
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = Hear(IpReassembler.Cli.ExitCode.Terminated));
        _hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => context.Cancel = Hear(IpReassembler.Cli.ExitCode.HungUp));
    }

    /// <summary>Whether the end was asked for, and nobody has answered.</summary>
    public bool Requested => _exitCode != 0 && !_isAnswered;

    /// <summary>Cancelled when the end is asked for: for waits.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>What the process ends with because of it; 0 when it was not asked for.</summary>
    public int ExitCode => _exitCode;

    /// <summary>Asks for the end.</summary>
    public void Request(int exitCode)
    {
        _exitCode = exitCode;
        _source.Cancel();
    }

    /// <summary>A signal asks for the end.</summary>
    /// <returns>Whether the tool still has time to come to it.</returns>
    public bool Hear(int exitCode)
    {
        if (_exitCode != 0)
        {
            return _clock.GetElapsedTime(_heardAt) < OneStroke;
        }

        _heardAt = _clock.GetTimestamp();
        Request(exitCode);
        return true;
    }

    /// <summary>The end that was asked for was that of a capture: what is to be made of it is made nevertheless.</summary>
    public void Answer() => _isAnswered = true;

    /// <summary>Waits for something that may take for ever. It is not stopped, only waited for no longer.</summary>
    /// <exception cref="OperationCanceledException">The end was asked for first.</exception>
    public T Wait<T>(Task<T> work) => work.WaitAsync(_source.Token).GetAwaiter().GetResult();

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _hangUp.Dispose();
        _source.Dispose();
    }
}
