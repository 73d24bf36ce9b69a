using System.Diagnostics.CodeAnalysis;

namespace IpReassembler.Records;

/// <summary>Reads the list of kinds that <c>--events</c> takes.</summary>
public static class LineKindNames
{
    private static readonly (string Name, LineKinds Kind)[] Known =
        [("datagram", LineKinds.Datagram), ("fragment", LineKinds.Fragment), ("event", LineKinds.Event), ("summary", LineKinds.Summary)];

    /// <summary>Every name there is.</summary>
    public static IEnumerable<string> All => Known.Select(known => known.Name);

    /// <summary>Reads names joined by commas; on failure <paramref name="error"/> says which name is wrong.</summary>
    public static bool TryParse(string text, out LineKinds kinds, [NotNullWhen(false)] out string? error)
    {
        kinds = LineKinds.None;
        error = null;
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var kind = Known.FirstOrDefault(known => known.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Kind;
            if (kind == LineKinds.None)
            {
                error = $"no kind of line is called '{name}' (there are {string.Join(", ", All)}){Nearest.Hint(name, All)}";
                return false;
            }

            kinds |= kind;
        }

        return true;
    }
}
