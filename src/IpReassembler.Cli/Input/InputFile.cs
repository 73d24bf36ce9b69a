using IpReassembler.Capture;

namespace IpReassembler.Cli;

/// <summary>A file to read packets from.</summary>
/// <param name="Path">Its name, - for standard input.</param>
/// <param name="IsHexDump">Whether it is text that shows packets in hexadecimal digits, rather than a capture.</param>
/// <param name="CopyOf">What a temporary file is a copy of, as messages name it; null for a file that the user named.</param>
internal sealed record InputFile(string Path, bool IsHexDump = false, string? CopyOf = null)
{
    /// <summary>Whether it is standard input.</summary>
    public bool IsStandardInput => Path == "-";

    /// <summary>The option that names it, as a shell takes it.</summary>
    public string Option => (IsHexDump ? "--hex " : "-r ") + Shell.Quote(Path);

    private string Name => CopyOf ?? (IsStandardInput ? "standard input" : Path);

    /// <summary>Opens it.</summary>
    /// <param name="bufferLength">How many bytes are read ahead.</param>
    /// <param name="terminal">Where standard input is.</param>
    /// <param name="interruption">Ends the wait for a pipe.</param>
    /// <exception cref="ToolException">It cannot be read; the message says why.</exception>
    public CaptureReader Open(int bufferLength, Terminal terminal, Interruption interruption)
    {
        return Try(() =>
            IsHexDump ? HexDumpCapture.Open(OpenStream(terminal, interruption) ?? File.OpenRead(Path), Name)
            : OpenStream(terminal, interruption) is { } stream ? CaptureFile.Open(stream, Name, bufferLength)
            : CaptureFile.Open(Path, bufferLength));
    }

    /// <summary>Opens what can be read only once: standard input and pipes; null for a file.</summary>
    /// <param name="terminal">Where standard input is.</param>
    /// <param name="interruption">Ends the wait for a pipe.</param>
    /// <exception cref="ToolException">It cannot be read; the message says why.</exception>
    public Stream? OpenPipe(Terminal terminal, Interruption interruption)
    {
        FileName.MustNotBeEmpty(Path, "the capture");
        return IsStandardInput ? terminal.Input : MayBePipe(Path) ? Try(() => WaitForPipe(Path, interruption)) : null;
    }

    // A copy is opened here too, and not by its path, so that the reader does not name it.
    private Stream? OpenStream(Terminal terminal, Interruption interruption) =>
        CopyOf is null ? OpenPipe(terminal, interruption) : File.OpenRead(Path);

    private T Try<T>(Func<T> open)
    {
        try
        {
            return open();
        }
        catch (Exception failed) when (failed is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ToolException(ExitCode.BadFile, $"cannot read {Path}: there is no such file");
        }
        catch (UnauthorizedAccessException)
        {
            throw new ToolException(
                ExitCode.BadFile,
                Directory.Exists(Path) ? $"cannot read {Path}: it is a folder; name the captures in it" : $"cannot read {Path}: not permitted. Try: sudo ipreasm {Path}, or chmod +r {Path}");
        }
        catch (IOException failed) when (failed is not CaptureFormatException)
        {
            throw new ToolException(ExitCode.BadFile, $"cannot read {Path}: {failed.Message}");
        }
    }

    // A named pipe has no length, and the one that a shell puts in place of <(a command) is a link.
    private static bool MayBePipe(string file) =>
        new FileInfo(file) is { Exists: true } found && (found.Length == 0 || found.LinkTarget is not null);

    // Opening waits as well, until somebody writes into it. What turns out to be a file is read as one.
    private static InterruptibleStream? WaitForPipe(string file, Interruption interruption)
    {
        var stream = interruption.Wait(Task.Run(() => new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0)));
        if (!stream.CanSeek)
        {
            return new InterruptibleStream(stream, interruption);
        }

        stream.Dispose();
        return null;
    }
}
