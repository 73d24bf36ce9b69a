using System.IO.Enumeration;

namespace IpReassembler.Transfer;

/// <summary>The files that are being received, and those that stayed behind because the process that wrote them was killed.</summary>
/// <remarks>
/// A living writer holds its file open, and by that a lock: on Unix the one of <c>flock</c>, which .NET takes for every file that it opens,
/// and the kernel gives back however the process ends. So whoever can open a temporary file for itself alone knows that nobody writes it.
/// </remarks>
internal static class TemporaryFiles
{
    // Random names have 55 bits; a second one is needed only where a file was locked or deleted at the moment it began.
    private const int Tries = 5;

    /// <summary>Begins a temporary file and locks it.</summary>
    /// <exception cref="IOException">The folder cannot be written; or <see cref="UnauthorizedAccessException"/>.</exception>
    public static FileStream Create(string folder)
    {
        for (var tries = 1; ; tries++)
        {
            var path = Path.Combine(folder, $".ipreasm-{Path.GetRandomFileName()}.tmp");
            try
            {
                var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, bufferSize: 0);
                if (tries == Tries || File.Exists(path))
                {
                    return file;
                }

                // A server that starts now had locked it before we could, and has deleted it since.
                file.Dispose();
            }
            catch (IOException) when (tries < Tries)
            {
                // The same, and it still holds the lock. If something else is wrong, it will be the next time too.
            }
        }
    }

    /// <summary>Deletes the temporary files of a folder that nobody writes any more. What cannot be deleted stays.</summary>
    public static void DeleteLeftovers(string folder)
    {
        try
        {
            foreach (var file in new DirectoryInfo(folder).EnumerateFiles(".ipreasm-*.tmp").Where(IsOurs))
            {
                DeleteUnlessOpen(file.FullName);
            }
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            // A folder that may be written but not listed.
        }
    }

    private static bool IsOurs(FileInfo file) =>
        file.LinkTarget is null && FileSystemName.MatchesSimpleExpression(".ipreasm-????????.???.tmp", file.Name, ignoreCase: false);

    private static void DeleteUnlessOpen(string path)
    {
        try
        {
            new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            // Somebody writes it, or it is another user's.
        }
    }
}
