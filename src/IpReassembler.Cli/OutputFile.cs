using IpReassembler.Capture;

namespace IpReassembler.Cli;

/// <summary>Files the tool makes: under their final name they are whole, or they are not there.</summary>
internal static class OutputFile
{
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
