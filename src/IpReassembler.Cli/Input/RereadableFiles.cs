using IpReassembler.Capture;

namespace IpReassembler.Cli;

/// <summary>Captures that are read twice: standard input, or what comes live, goes into a temporary file first.</summary>
internal sealed class RereadableFiles : IDisposable
{
    private readonly string? _temporary;

    private RereadableFiles(IReadOnlyList<InputFile> files, string? temporary) => (Files, _temporary) = (files, temporary);

    /// <summary>The files, in the order they were named.</summary>
    public IReadOnlyList<InputFile> Files { get; }

    /// <summary>Makes the named files rereadable.</summary>
    public static RereadableFiles Of(IReadOnlyList<InputFile> files, Terminal terminal)
    {
        if (!files.Any(file => file.IsStandardInput))
        {
            return new RereadableFiles(files, null);
        }

        var temporary = NewTemporary();
        Fill(temporary, file => terminal.Input.CopyTo(file));
        return new RereadableFiles([.. files.Select(file => file.IsStandardInput ? file with { Path = temporary } : file)], temporary);
    }

    /// <summary>Records a live capture to its end.</summary>
    public static RereadableFiles Of(CaptureInput live)
    {
        var temporary = NewTemporary();
        Fill(temporary, file =>
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
        });
        return new RereadableFiles([new InputFile(temporary)], temporary);
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
        if (_temporary is not null)
        {
            File.Delete(_temporary);
        }
    }

    private static string NewTemporary() => Path.Combine(Path.GetTempPath(), $"ipreasm-{Guid.NewGuid():N}");

    private static void Fill(string temporary, Action<Stream> fill)
    {
        try
        {
            // Captures hold what people said to each other: nobody else may read the copy.
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var copy = new FileStream(temporary, options);
            fill(copy);
        }
        catch (Exception failed)
        {
            File.Delete(temporary);
            if (failed is (IOException or UnauthorizedAccessException) and not CaptureDeviceException)
            {
                throw new ToolException(ExitCode.BadFile, $"cannot keep the input in {temporary}: {failed.Message}. Set TMPDIR to a folder with room.");
            }

            throw;
        }
    }
}
