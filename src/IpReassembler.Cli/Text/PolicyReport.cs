using IpReassembler.Records;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>What <c>ipreasm policy</c> prints: how many datagrams come out the same everywhere, and each of the others.</summary>
internal static class PolicyReport
{
    private const int NamesShown = 10;

    /// <summary>Writes the report.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="findings">What was found.</param>
    /// <param name="headlineOnly">Whether the datagrams themselves are left out.</param>
    /// <param name="style">How it looks.</param>
    public static void Write(TextWriter output, PolicyFindings findings, bool headlineOnly, Style style)
    {
        var kept = findings.Kept;
        foreach (var line in style.Wrap("", Headline(findings, kept)))
        {
            output.WriteLine(line);
        }

        if (findings.NotCompared > 0)
        {
            foreach (var line in style.Wrap("", Invariant($"{RecordText.Count(findings.NotCompared, "datagram")} could not be compared: a limit left no room. Raise --max-memory; if that does not help, --max-datagrams and --max-fragments.")))
            {
                output.WriteLine(line);
            }
        }

        foreach (var record in headlineOnly ? [] : kept)
        {
            output.WriteLine();
            PolicyText.Write(output, record, style);
        }

        if (!headlineOnly && findings.Disputed > kept.Count)
        {
            output.WriteLine();
            foreach (var line in style.Wrap("", Invariant($"{findings.Disputed - kept.Count} more are not shown: {kept.Count} are as many as are kept. Select with -Y, or use --json, which has all of them.")))
            {
                output.WriteLine(line);
            }
        }
    }

    private static string Headline(PolicyFindings findings, IReadOnlyList<DatagramRecord> kept)
    {
        if (findings.Datagrams == 0)
        {
            return "No fragmented datagram to compare.";
        }

        var all = RecordText.Count(findings.Datagrams, "datagram");
        var same = findings.Agreed;
        if (findings.Disputed == 0)
        {
            return same < findings.Datagrams ? $"{all}: {Alike(same)}, the others could not be compared"
                : same == 1 ? "1 datagram: it comes out the same everywhere (or fails everywhere)"
                : $"{all}: all come out the same everywhere (or fail everywhere)";
        }

        var names = string.Join(' ', kept.Take(NamesShown).Select(record => "#" + record.Name)) + (findings.Disputed > NamesShown ? " ..." : "");
        return findings.Disputed < findings.Datagrams ? Invariant($"{all}: {Alike(same)}, {findings.Disputed} {(findings.Disputed == 1 ? "does" : "do")} not: {names}")
            : $"{all}: {(findings.Disputed == 1 ? "it does" : "they do")} not come out the same everywhere: {names}";
    }

    private static string Alike(long same) => Invariant($"{same} {(same == 1 ? "comes" : "come")} out the same everywhere (or {(same == 1 ? "fails" : "fail")} everywhere)");
}
