using System.CommandLine;
using IpReassembler.Capture;

namespace IpReassembler.Cli;

/// <summary>The options of every verb that reads captures: which files, how much of them, and whether progress is shown.</summary>
internal sealed class InputOptions
{
    private readonly Option<string[]> _read = new("--read", "-r")
    {
        Description = "Read this capture, - for standard input; several are merged by time",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _hex = new("--hex")
    {
        Description = "Read a hex dump (offset and bytes, as for text2pcap), - for standard input; raw IP or Ethernet",
        HelpName = "FILE",
    };

    private readonly Option<long?> _count = Options.Of<long?>(
        "--count", ["-c"], "N", "Stop after N packets", text => Options.ParseNumber(1, long.MaxValue)(text));

    private readonly Option<Showing?> _progress = Options.Of<Showing?>(
        "--progress", [], "auto|never", "A progress bar on standard error, for work over a second [auto]",
        Options.ParseWord<Showing?>(("auto", Showing.Auto), ("never", Showing.Never)));

    private readonly Option<bool> _noNames = Options.Switch("-n", [], "Accepted for habit: names are never looked up");

    private readonly Argument<string[]> _files = new("FILE")
    {
        Description = "The capture, as with -r",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public void AddTo(Command verb)
    {
        foreach (Option option in new Option[] { _read, _hex, _count, _progress, _noNames })
        {
            verb.Options.Add(option);
        }

        verb.Arguments.Add(_files);
    }

    /// <summary>The files asked for, without opening them.</summary>
    public IReadOnlyList<InputFile> Files(ParseResult parsed)
    {
        var read = parsed.GetValue(_read) ?? [];
        var dumps = (parsed.GetValue(_hex) ?? []).Select(file => new InputFile(file, IsHexDump: true)).ToArray();
        var words = parsed.GetValue(_files) ?? [];
        if (read.Length + dumps.Length > 0 && words.Length > 0)
        {
            throw new ToolException(
                ExitCode.Usage,
                $"'{string.Join(' ', words)}' stands behind {(read.Length > 0 ? "-r" : "--hex")}: capture filters are not known here. Select datagrams with -Y instead.");
        }

        InputFile[] files = [.. read.Concat(words).Select(file => new InputFile(file)), .. dumps];
        return files.Count(file => file.IsStandardInput) > 1 ? throw new ToolException(ExitCode.Usage, "standard input can be read only once: name - once.")
            : files.Length > 0 ? files
            : throw new ToolException(ExitCode.Usage, "no capture to read: name one, or - for standard input.");
    }

    /// <summary>Opens the files asked for.</summary>
    public CaptureInput Open(ParseResult parsed, Terminal terminal, Interruption interruption, bool fingerprint = false) =>
        Open(Files(parsed), parsed, terminal, interruption, fingerprint);

    /// <summary>Opens these files with the other options as they were given.</summary>
    public CaptureInput Open(IReadOnlyList<InputFile> files, ParseResult parsed, Terminal terminal, Interruption interruption, bool fingerprint = false)
    {
        var readers = new List<CaptureReader>();
        try
        {
            foreach (var file in files)
            {
                readers.Add(OpenFile(file, CaptureFile.BufferLengthFor(files.Count), terminal, interruption));
            }
        }
        catch
        {
            readers.ForEach(reader => reader.Dispose());
            throw;
        }

        return new CaptureInput([.. files.Select(file => file.Option)], readers, interruption)
        {
            MaxPackets = parsed.GetValue(_count),
            Progress = parsed.GetValue(_progress) == Showing.Never ? null : ProgressBar.For(terminal),
            Fingerprint = fingerprint ? new CaptureFingerprint() : null,
        };
    }

    private static CaptureReader OpenFile(InputFile input, int bufferLength, Terminal terminal, Interruption interruption)
    {
        var file = input.Path;
        FileName.MustNotBeEmpty(file, "the capture");
        try
        {
            return input.IsHexDump ? HexDumpCapture.Open(input.IsStandardInput ? terminal.Input : File.OpenRead(file), input.IsStandardInput ? "standard input" : file)
                : input.IsStandardInput ? CaptureFile.Open(terminal.Input, "standard input", bufferLength)
                : MayBePipe(file) && OpenPipe(file, interruption) is { } pipe ? CaptureFile.Open(pipe, file, bufferLength)
                : CaptureFile.Open(file, bufferLength);
        }
        catch (Exception failed) when (failed is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ToolException(ExitCode.BadFile, $"cannot read {file}: there is no such file");
        }
        catch (UnauthorizedAccessException)
        {
            throw new ToolException(
                ExitCode.BadFile,
                Directory.Exists(file) ? $"cannot read {file}: it is a folder; name the captures in it" : $"cannot read {file}: not permitted. Try: sudo ipreasm {file}, or chmod +r {file}");
        }
        catch (IOException failed) when (failed is not CaptureFormatException)
        {
            throw new ToolException(ExitCode.BadFile, $"cannot read {file}: {failed.Message}");
        }
    }

    // A named pipe has no length, and the one that a shell puts in place of <(a command) is a link.
    private static bool MayBePipe(string file) =>
        new FileInfo(file) is { Exists: true } found && (found.Length == 0 || found.LinkTarget is not null);

    // Opening waits as well, until somebody writes into it. What turns out to be a file is read as one.
    private static InterruptibleStream? OpenPipe(string file, Interruption interruption)
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
