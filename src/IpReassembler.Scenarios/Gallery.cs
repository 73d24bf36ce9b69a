using System.Diagnostics.CodeAnalysis;

namespace IpReassembler.Scenarios;

/// <summary>The scenarios that come with the library: those that made the captures of the project.</summary>
public static class Gallery
{
    private const string Prefix = "gallery/";

    /// <summary>Their names, sorted.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. typeof(Gallery).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name => name[Prefix.Length..]).Order(StringComparer.Ordinal)];

    /// <summary>The page that says what may stand in a scenario.</summary>
    public static string Grammar => Read("grammar.md");

    /// <summary>Finds a scenario by its name.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out ScenarioFile? scenario)
    {
        scenario = Names.Contains(name) ? new ScenarioFile(name, Read(Prefix + name)) : null;
        return scenario is not null;
    }

    private static string Read(string resource)
    {
        using var reader = new StreamReader(typeof(Gallery).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
