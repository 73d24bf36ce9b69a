using IpReassembler.Capture;

namespace IpReassembler.Cli;

/// <summary>Files the tool makes: under their final name they are whole, or they are not there.</summary>
internal static class OutputFile
{
    /// <summary>Makes sure, before the work, that a file can be written and is none of those that are read.</summary>
    public static void MustBeWritable(string path, IReadOnlyList<InputFile> read)
    {
        FileName.MustNotBeEmpty(path, "the file to write");
        if (read.Any(file => !file.IsStandardInput && FileName.AreSame(file.Path, path)))
        {
            throw new ToolException(ExitCode.Usage, $"{path} is read: write to another file.");
        }

        CaptureOutput.MustBeWritable(path);
    }

    /// <summary>Writes a file in one piece.</summary>
    public static void WriteAllBytes(string path, ReadOnlySpan<byte> bytes)
    {
        FileName.MustNotBeEmpty(path, "the file to write");
        try
        {
            using var file = AtomicFileStream.Create(path);
            file.Write(bytes);
            (file as AtomicFileStream)?.Commit();
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCode.BadFile, $"cannot write {path}: {failed.Message}");
        }
    }
}
