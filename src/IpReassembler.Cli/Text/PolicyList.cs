using IpReassembler.Reassembly;

namespace IpReassembler.Cli;

/// <summary>Every policy there is: its names, its rule, who follows it, and how that is known.</summary>
internal static class PolicyList
{
    public static void Write(TextWriter output, IReadOnlyList<OverlapPolicy> policies, Style style)
    {
        const string Indent = "  ";
        foreach (var policy in policies)
        {
            var names = string.Join(", ", policy.Aliases.Prepend(policy.Name));
            output.WriteLine($"{style.Strong(policy.Name)}{names[policy.Name.Length..]}");
            foreach (var line in style.Wrap(Indent, policy.Rule).Concat(style.Wrap(Indent, $"{policy.Systems} ({Source(policy.Origin)})")))
            {
                output.WriteLine(line);
            }
        }
    }

    private static string Source(RuleOrigin origin) => origin switch
    {
        RuleOrigin.Measured => "measured: compared with such a system",
        RuleOrigin.Source => "source: read in code or standard",
        RuleOrigin.Literature => "literature: told by papers and manuals",
        _ => "model: gives every published result; no source is public",
    };
}
