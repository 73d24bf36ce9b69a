using System.Text;

namespace IpReassembler.Transfer;

/// <summary>The folder in which files from the network are stored, and nothing outside it.</summary>
public sealed class ReceivedFiles
{
    // Finding a free number looks at all before it: a peer must not make that long.
    private const int MostCopies = 999;

    // EEXIST on Linux and macOS; ERROR_ALREADY_EXISTS as .NET carries it on Windows.
    private const int AlreadyExists = 17;
    private const int WindowsAlreadyExists = unchecked((int)0x800700b7);

    private static readonly Lock Placing = new();

    private readonly string _folder;
    private readonly WhenExists _whenExists;

    /// <param name="folder">A folder that is there. It may be a link: it is the user's own word, not the network's.</param>
    /// <param name="whenExists">What to do with a name that is taken.</param>
    /// <exception cref="TransferException">There is no such folder.</exception>
    public ReceivedFiles(string folder, WhenExists whenExists)
    {
        (_folder, _whenExists) = (folder, whenExists);
        if (!Directory.Exists(folder))
        {
            throw new TransferException(TransferFault.Storage, $"cannot store in {folder}: there is no such folder. Make it first.");
        }

        TemporaryFiles.DeleteLeftovers(folder);
    }

    /// <summary>Begins a file. It grows under another name; <see cref="ReceivedFile.Commit"/> gives it this one.</summary>
    /// <param name="name">As <see cref="SafeName"/> gives it.</param>
    /// <exception cref="TransferException">The name is taken and that is to be refused, or the folder cannot be written.</exception>
    public ReceivedFile Create(string name)
    {
        if (_whenExists == WhenExists.Refuse && IsTaken(name))
        {
            throw Taken(name);
        }

        try
        {
            return new ReceivedFile(this, name, TemporaryFiles.Create(_folder));
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw TransferException.OfFile($"cannot write {name} in {_folder}", failed);
        }
    }

    /// <summary>Gives a finished file its name, or the next free one; null when it is to be skipped.</summary>
    internal (string Path, FileFate Fate)? Place(string temporary, string name)
    {
        if (_whenExists == WhenExists.Overwrite)
        {
            var target = Path.Combine(_folder, name);
            var wasTaken = IsTaken(name);
            // A rename replaces what the name means now, a link too: what the link points to is not touched.
            File.Move(temporary, target, overwrite: true);
            return (target, wasTaken ? FileFate.Overwrote : FileFate.Stored);
        }

        // Of two transfers that want one name at the same time, each sees what the other did.
        lock (Placing)
        {
            var (free, fate) = (name, FileFate.Stored);
            for (var number = 1; !TryMove(temporary, free); number++)
            {
                if (_whenExists == WhenExists.Rename && number > MostCopies)
                {
                    throw new TransferException(TransferFault.Storage, $"{name} and {MostCopies} numbered copies of it are in {_folder}: move some away");
                }

                if (_whenExists != WhenExists.Rename)
                {
                    return _whenExists == WhenExists.Skip ? null : throw Taken(name);
                }

                (free, fate) = (Numbered(name, number), FileFate.Renamed);
            }

            return (Path.Combine(_folder, free), fate);
        }
    }

    // False when the name is taken, also by another program between the look and the move.
    private bool TryMove(string temporary, string name)
    {
        if (IsTaken(name))
        {
            return false;
        }

        try
        {
            File.Move(temporary, Path.Combine(_folder, name), overwrite: false);
            return true;
        }
        catch (IOException failed) when (failed.HResult is AlreadyExists or WindowsAlreadyExists)
        {
            return false;
        }
    }

    // What stands behind the last dot is the extension: "a.tar (1).gz". A long name gives way to its number.
    private static string Numbered(string name, int number)
    {
        var extension = Path.GetExtension(name);
        if (extension.Length == name.Length || extension.Length > SafeName.LongestName / 2)
        {
            extension = "";
        }

        var (stem, end) = (name[..^extension.Length], $" ({number}){extension}");
        while (Encoding.UTF8.GetByteCount(stem) + Encoding.UTF8.GetByteCount(end) > SafeName.LongestName)
        {
            stem = stem[..^(char.IsLowSurrogate(stem[^1]) ? 2 : 1)];
        }

        return stem + end;
    }

    // A link that points nowhere takes its name too.
    private static bool IsThere(string path) => Path.Exists(path) || new FileInfo(path).LinkTarget is not null;

    private bool IsTaken(string name) => IsThere(Path.Combine(_folder, name));

    private TransferException Taken(string name) => new(TransferFault.Storage, $"{Path.Combine(_folder, name)} exists already. Nothing was replaced.");
}
