namespace IpReassembler.Tests;

/// <summary>The captures at hand: those of the repository, and those of others where they lie beside it.</summary>
internal static class CaptureFolders
{
    /// <summary>The paths of the repository's captures, in an order that never changes.</summary>
    public static IReadOnlyList<string> Own { get; } = [.. Files("captures")];

    /// <summary>The paths of all, those of the repository first.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Own, .. Files("../shared/captures")];

    private static IEnumerable<string> Files(string folder)
    {
        var path = Path.Combine(RepositoryRoot.Path, folder);
        return Directory.Exists(path)
            ? Directory.GetFiles(path).Where(file => Path.GetExtension(file) is not (".md" or ".py" or ".tsv" or ".txt" or ".scenario" or "")).Order(StringComparer.Ordinal)
            : [];
    }
}
