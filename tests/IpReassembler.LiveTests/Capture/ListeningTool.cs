using System.Collections.Concurrent;
using System.Diagnostics;
using IpReassembler.LiveTests.Network;

namespace IpReassembler.LiveTests.Capture;

/// <summary>The tool as it listens in a namespace, in a process of its own, until it is stopped or stops by itself.</summary>
internal sealed class ListeningTool : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _error = new();
    private readonly SemaphoreSlim _news = new(0);

    // How many of its two outputs may still bring something.
    private volatile int _open = 2;

    /// <summary>Starts it, and returns when it listens.</summary>
    public ListeningTool(NetworkNamespace where, params string[] arguments)
    {
        _process = where.Invoke(() => Ipreasm.Start(arguments));
        _process.OutputDataReceived += (_, line) => Note(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Note(_error, line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        WaitFor(_error, "listening on");
    }

    public string Output => string.Join('\n', _output);

    public string Error => string.Join('\n', _error);

    /// <summary>Waits until it has printed a line with this in it.</summary>
    public string WaitForLine(string part) => WaitFor(_output, part);

    /// <summary>Sends a signal: INT is what Ctrl-C sends.</summary>
    public void Signal(string name) => Run.Of("sh", "-c", FormattableString.Invariant($"kill -{name} {_process.Id}"));

    /// <summary>Waits until it has ended.</summary>
    /// <returns>Its exit code.</returns>
    public int WaitForEnd()
    {
        Assert.True(_process.WaitForExit(Patience), $"it does not end:\n{Error}");
        _process.WaitForExit();
        return _process.ExitCode;
    }

    public int Stop(string signal = "INT")
    {
        Signal(signal);
        return WaitForEnd();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
        _news.Dispose();
    }

    private void Note(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
        }
        else
        {
            Interlocked.Decrement(ref _open);
        }

        _news.Release();
    }

    private string WaitFor(ConcurrentQueue<string> lines, string part)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            // What is over before the look brings nothing after it.
            var isOver = _open == 0;
            if (lines.FirstOrDefault(line => line.Contains(part, StringComparison.Ordinal)) is { } found)
            {
                return found;
            }

            var left = Patience - waited.Elapsed;
            Assert.True(!isOver && left > TimeSpan.Zero && _news.Wait(left), $"no '{part}' came:\n{Output}\n{Error}");
        }
    }
}
