using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;

namespace IpReassembler.Cli;

/// <summary>The terminal of this process, taken over: its other screen is drawn on, and its keys are read.</summary>
/// <remarks>
/// It is given back however the process ends, short of SIGKILL: when this is disposed, at the first signal that asks for the end,
/// and while the process is stopped with Ctrl-Z.
/// </remarks>
internal sealed class LiveScreen : IDisposable
{
    // xterm's names for them are smcup, civis, cnorm and rmcup. The runtime switches the keypad to sending what applications want as soon as
    // it reads keys (smkx), and never back.
    private const string Take = "\u001b[?1049h\u001b[?25l\u001b[2J";
    private const string GiveBack = "\u001b[0m\u001b[?1l\u001b>\u001b[?25h\u001b[?1049l";

    // Between these two a terminal that knows them shows nothing: a picture comes as a whole.
    private const string Begin = "\u001b[?2026h", End = "\u001b[?2026l";

    private static readonly PosixSignal[] Endings = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];

    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(500);

    private readonly Stream _output;
    private readonly ConcurrentQueue<ConsoleKeyInfo> _keys = new();
    private readonly List<PosixSignalRegistration> _signals = [];
    private readonly Lock _drawing = new();
    private IReadOnlyList<string> _shown = [];
    private (int Width, int Height) _shownSize;
    private bool _isTaken;

    // Given back for good: nothing is drawn any more.
    private bool _isOver;

    /// <summary>Takes the terminal.</summary>
    /// <param name="terminal">Standard output, which is one.</param>
    public LiveScreen(Terminal terminal)
    {
        _output = new StandardOutput(terminal.Output);
        HasKeys = terminal.InputIsTerminal;
        foreach (var signal in Endings)
        {
            _signals.Add(PosixSignalRegistration.Create(signal, _ => Leave(isOver: true)));
        }

        if (!OperatingSystem.IsWindows())
        {
            _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTSTP, _ => Leave(isOver: false)));
            _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGCONT, _ => Enter()));
        }

        AppDomain.CurrentDomain.ProcessExit += LeaveForGood;
        AppDomain.CurrentDomain.UnhandledException += LeaveForGood;
        Enter();
        if (HasKeys)
        {
            new Thread(ReadKeys) { IsBackground = true, Name = "keys" }.Start();
        }
    }

    /// <summary>Whether there are keys to press: standard input may be a capture instead.</summary>
    public bool HasKeys { get; }

    /// <summary>Whether a key was pressed that nobody has taken.</summary>
    public bool HasKey => !_keys.IsEmpty;

    /// <summary>Columns and lines, now.</summary>
    public static (int Width, int Height) Size => (Console.WindowWidth, Console.WindowHeight);

    /// <summary>Whether the terminal can be drawn on.</summary>
    public static bool IsPossible(Terminal terminal) =>
        terminal.OutputIsTerminal && terminal.Variable("TERM") is { Length: > 0 } name and not "dumb" && Size is { Width: > 0, Height: > 0 };

    /// <summary>The next key that was pressed.</summary>
    public bool TryTake(out ConsoleKeyInfo key)
    {
        if (!_keys.TryDequeue(out key))
        {
            return false;
        }

        // Where nobody can stop a process, as in a window of its own, Ctrl-Z gave the terminal back and nothing else.
        Enter();
        return true;
    }

    /// <summary>Shows lines, as many as fit. What is there already is not sent again.</summary>
    public void Show(IReadOnlyList<string> lines, (int Width, int Height) size)
    {
        lock (_drawing)
        {
            if (!_isTaken)
            {
                return;
            }

            var text = new StringBuilder(Begin);
            if (size != _shownSize)
            {
                text.Append("\u001b[2J");
                (_shown, _shownSize) = ([], size);
            }

            for (var i = 0; i < Math.Max(lines.Count, _shown.Count); i++)
            {
                var line = lines.ElementAtOrDefault(i) ?? "";
                if (line != _shown.ElementAtOrDefault(i))
                {
                    text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\u001b[{i + 1}H{line}\u001b[K");
                }
            }

            _shown = lines;
            if (text.Length > Begin.Length)
            {
                Send(text.Append(End).ToString());
            }
        }
    }

    public void Dispose()
    {
        Leave(isOver: true);
        AppDomain.CurrentDomain.ProcessExit -= LeaveForGood;
        AppDomain.CurrentDomain.UnhandledException -= LeaveForGood;
        _signals.ForEach(signal => signal.Dispose());
    }

    private void Enter()
    {
        lock (_drawing)
        {
            if (!_isTaken && !_isOver)
            {
                _isTaken = true;
                _shown = [];
                Send(Take);
            }
        }
    }

    private void Leave(bool isOver)
    {
        // A terminal that was told to stand still (Ctrl-S) holds up who draws: then there is nothing that could be given back.
        if (!_drawing.TryEnter(LongestWait))
        {
            return;
        }

        try
        {
            _isOver |= isOver;
            if (_isTaken)
            {
                _isTaken = false;
                Send(GiveBack);
            }
        }
        finally
        {
            _drawing.Exit();
        }
    }

    private void LeaveForGood(object? sender, EventArgs happened) => Leave(isOver: true);

    private void Send(string text)
    {
        _output.Write(Encoding.UTF8.GetBytes(text));
        _output.Flush();
    }

    private void ReadKeys()
    {
        try
        {
            while (true)
            {
                _keys.Enqueue(Console.ReadKey(intercept: true));
            }
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException)
        {
            // The terminal is no more. Whatever ends the process then ends it without keys.
        }
    }
}
