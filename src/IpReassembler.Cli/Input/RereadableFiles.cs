using IpReassembler.Capture;

namespace IpReassembler.Cli;

/// <summary>Captures that are read twice: standard input, a pipe, or what comes live, goes into a temporary file first.</summary>
internal sealed class RereadableFiles : IDisposable
{
    private readonly List<string> _temporaries = [];

    /// <summary>The files, in the order they were named.</summary>
    public IReadOnlyList<InputFile> Files { get; private set; } = [];

    /// <summary>Makes the named files rereadable.</summary>
    public static RereadableFiles Of(IReadOnlyList<InputFile> named, Terminal terminal, Interruption interruption)
    {
        var rereadable = new RereadableFiles();
        try
        {
            rereadable.Files = [.. named.Select(file => file.OpenPipe(terminal, interruption) is { } pipe ? rereadable.Copy(file, pipe) : file)];
            return rereadable;
        }
        catch
        {
            rereadable.Dispose();
            throw;
        }
    }

    /// <summary>Records a live capture to its end.</summary>
    public static RereadableFiles Of(CaptureInput live)
    {
        var rereadable = new RereadableFiles();
        rereadable.Files = [new InputFile(rereadable.Fill(file =>
        {
            using var sink = CaptureFile.CreateWriter(file, new CaptureWriterOptions { Interfaces = live.Interfaces });
            while (live.Read(out var frame))
            {
                if (!live.IsIdle)
                {
                    sink.Write(frame);
                }
            }

            sink.Complete();
        }))];
        return rereadable;
    }

    /// <summary>Refuses to write onto what is still to be read.</summary>
    public void MustNotContain(string target)
    {
        if (Files.Any(file => FileName.AreSame(file.Path, target)))
        {
            throw new ToolException(ExitCode.Usage, $"{target} is read: write to another file.");
        }
    }

    public void Dispose()
    {
        foreach (var temporary in _temporaries)
        {
            File.Delete(temporary);
        }
    }

    private InputFile Copy(InputFile file, Stream pipe)
    {
        using (pipe)
        {
            return new InputFile(Fill(pipe.CopyTo), file.IsHexDump, file.IsStandardInput ? "standard input" : file.Path);
        }
    }

    private string Fill(Action<Stream> fill)
    {
        var temporary = Path.Combine(Path.GetTempPath(), $"ipreasm-{Guid.NewGuid():N}");
        try
        {
            // Captures hold what people said to each other: nobody else may read the copy.
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var copy = new FileStream(temporary, options);
            _temporaries.Add(temporary);
            fill(copy);
            return temporary;
        }
        catch (Exception failed)
        {
            Dispose();
            if (failed is (IOException or UnauthorizedAccessException) and not CaptureDeviceException)
            {
                throw new ToolException(ExitCode.BadFile, $"cannot keep the input in {temporary}: {failed.Message}. Set TMPDIR to a folder with room.");
            }

            throw;
        }
    }
}
