namespace IpReassembler.Transfer;

/// <summary>A file that arrived, here or there.</summary>
/// <param name="Name">Its name as the protocol carries it, without folders.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Sha256">SHA-256 of these bytes, 64 lower-case hexadecimal digits.</param>
/// <param name="Fate">What became of it.</param>
public sealed record TransferredFile(string Name, long Size, string Sha256, FileFate Fate)
{
    /// <summary>Where it stands; null when it was not stored.</summary>
    public string? Path { get; init; }

    /// <summary>The beginning of a message's text; null for files.</summary>
    public string? Text { get; init; }
}
