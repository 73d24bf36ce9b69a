namespace IpReassembler.Cli;

/// <summary>Captures that are read twice: standard input goes into a temporary file first.</summary>
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
            terminal.Input.CopyTo(copy);
        }
        catch (Exception failed)
        {
            File.Delete(temporary);
            if (failed is IOException or UnauthorizedAccessException)
            {
                throw new ToolException(ExitCode.BadFile, $"cannot keep standard input in {temporary}: {failed.Message}. Set TMPDIR to a folder with room.");
            }

            throw;
        }

        return new RereadableFiles([.. files.Select(file => file.IsStandardInput ? file with { Path = temporary } : file)], temporary);
    }

    /// <summary>Refuses to write onto what is still to be read.</summary>
    public void MustNotContain(string target)
    {
        FileName.MustNotBeEmpty(target, "the file to write");
        if (Files.Any(file => file.Path.Length > 0 && Path.GetFullPath(file.Path) == Path.GetFullPath(target)))
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
}
