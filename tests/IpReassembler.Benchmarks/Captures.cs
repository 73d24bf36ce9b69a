namespace IpReassembler.Benchmarks;

/// <summary>Finds the project's captures from where this program was built to.</summary>
internal static class Captures
{
    public static string Find(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "captures", name)))
        {
            folder = folder.Parent ?? throw new FileNotFoundException($"No captures/{name} above {AppContext.BaseDirectory}.");
        }

        return Path.Combine(folder.FullName, "captures", name);
    }
}
