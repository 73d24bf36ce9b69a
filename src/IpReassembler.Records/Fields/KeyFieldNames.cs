using System.Diagnostics.CodeAnalysis;
using IpReassembler.Reassembly;

namespace IpReassembler.Records;

/// <summary>The fields of a key as <c>--key</c> takes them: <c>src,dst,proto,id,vlan</c>.</summary>
public static class KeyFieldNames
{
    // The four that are always there, each with what goes wrong without it.
    private static readonly (string Name, string Otherwise)[] Fixed =
    [
        ("src", "pieces from different senders would be put together"),
        ("dst", "pieces for different receivers would be put together"),
        ("proto", "a UDP and an ICMP piece with the same identification would be put together"),
        ("id", "all pieces between two hosts would be put together"),
    ];

    private static readonly (string Name, KeyFields Field)[] Others = [("vlan", KeyFields.Vlans), ("iface", KeyFields.Interface), ("tunnel", KeyFields.Tunnel)];

    /// <summary>Every name there is, in the order in which they are written.</summary>
    public static IEnumerable<string> All => [.. Fixed.Select(one => one.Name), .. Others.Select(one => one.Name)];

    /// <summary>The names of all fields of a key, joined by commas.</summary>
    public static string Of(KeyFields fields) =>
        string.Join(',', [.. Fixed.Select(one => one.Name), .. Others.Where(one => (fields & one.Field) != 0).Select(one => one.Name)]);

    /// <summary>Reads names joined by commas, in any order; on failure <paramref name="error"/> says what is wrong and what to write.</summary>
    public static bool TryParse(string text, out KeyFields fields, [NotNullWhen(false)] out string? error)
    {
        fields = KeyFields.None;
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!All.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                error = $"no field of a key is called '{name}' (there are {string.Join(", ", All)}){Nearest.Hint(name, All)}";
                return false;
            }

            if (!seen.Add(name))
            {
                error = $"'{name}' stands twice";
                return false;
            }

            fields |= Others.FirstOrDefault(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Field;
        }

        var missing = Array.Find(Fixed, one => !seen.Contains(one.Name));
        error = missing.Name is null ? null : $"{missing.Name} is always part of the key: without it {missing.Otherwise}; write {Of(fields)}";
        return error is null;
    }
}
