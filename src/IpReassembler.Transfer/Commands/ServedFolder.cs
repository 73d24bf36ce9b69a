using System.Text;

namespace IpReassembler.Transfer;

/// <summary>The files that a command server shows: those that lie in one folder, and nothing outside it.</summary>
internal sealed class ServedFolder
{
    private readonly string _folder;

    /// <param name="folder">The folder. It may be a link: it is the user's own word, not the network's.</param>
    /// <exception cref="TransferException">There is no such folder.</exception>
    public ServedFolder(string folder)
    {
        _folder = folder;
        if (!Directory.Exists(folder))
        {
            throw new TransferException(TransferFault.Storage, $"cannot serve {folder}: there is no such folder. Make it first.");
        }
    }

    /// <summary>The names of the files in order, without those that nobody could ask for; null when there are more than <paramref name="max"/>.</summary>
    public List<string>? Names(int max)
    {
        try
        {
            var names = new DirectoryInfo(_folder).EnumerateFiles().Where(IsServed).Select(file => file.Name).Take(max + 1).ToList();
            names.Sort(StringComparer.Ordinal);
            return names.Count > max ? null : names;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw TransferException.OfFile($"cannot list {_folder}", failed);
        }
    }

    /// <summary>A file of the folder, whatever folders stand in front of its name; null when there is none.</summary>
    public FileInfo? Find(string name)
    {
        try
        {
            var file = new FileInfo(Path.Combine(_folder, SafeName.Of(Encoding.UTF8.GetBytes(name))));
            return file.Exists && IsServed(file) ? file : null;
        }
        catch (TransferException)
        {
            return null; // A name that no file has.
        }
    }

    // A link may point anywhere.
    private static bool IsServed(FileInfo file) => file.LinkTarget is null && !file.Name.Any(char.IsControl);
}
