namespace IpReassembler.Transfer;

/// <summary>How far a transfer got. A transfer is a sequence of these; each call for the next one does a little more of it.</summary>
/// <param name="Name">The file under way.</param>
/// <param name="Done">Its bytes so far.</param>
/// <param name="Size">Its bytes in the end; null while nobody can know.</param>
/// <param name="File">The file, when this step finished it; otherwise null.</param>
public readonly record struct TransferStep(string Name, long Done, long? Size, TransferredFile? File = null)
{
    /// <summary>Whether the file goes out; otherwise it comes in.</summary>
    public bool IsSending { get; init; }

    /// <summary>The step that finished a file.</summary>
    public static TransferStep Finished(TransferredFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new TransferStep(file.Name, file.Size, file.Size, file) { IsSending = file.Fate == FileFate.Sent };
    }
}
