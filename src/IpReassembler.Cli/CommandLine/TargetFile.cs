using System.Diagnostics.CodeAnalysis;
using System.Text;
using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Records;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>Reads targets from text: on each line hosts, a policy and, if it is another, a timeout.</summary>
/// <remarks>
/// <code>
/// # the old machines
/// 10.0.0.0/8      first
/// 10.9.0.0/16     linux   60s
/// 2001:db8::1     linux   none
/// </code>
/// </remarks>
internal static class TargetFile
{
    // Long enough for every target there can be, with comments: beyond it lies no file that somebody wrote.
    private const int MaxTextLength = 16 << 20;
    private const int LongestWordShown = 40;
    private const string LineForm = "HOSTS POLICY [TIMEOUT], as in 10.0.0.0/8 linux 60s";

    /// <summary>Reads a file.</summary>
    /// <exception cref="ToolException">The file cannot be read, or is not one of targets.</exception>
    public static TargetTable Read(string file)
    {
        FileName.MustNotBeEmpty(file, "the file of targets");
        try
        {
            using var reader = new StreamReader(file, Encoding.UTF8);
            var text = ReadAll(reader) ?? throw new ToolException(ExitCode.Usage, $"{file}: over {MaxTextLength >> 20} MiB of text is no file of targets");
            return TryParse(text, file, out var table, out var error) ? table : throw new ToolException(ExitCode.Usage, error.ToString());
        }
        catch (Exception failed) when (failed is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ToolException(ExitCode.BadFile, $"cannot read {file}: there is no such file");
        }
        catch (UnauthorizedAccessException) when (Directory.Exists(file))
        {
            throw new ToolException(ExitCode.BadFile, $"cannot read {file}: it is a folder; name a file of targets in it");
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCode.BadFile, $"cannot read {file}: {failed.Message}");
        }
    }

    /// <summary>Reads text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">What it is called.</param>
    /// <param name="table">The targets.</param>
    /// <param name="error">What is wrong, with the first line that is.</param>
    public static bool TryParse(string text, string file, [NotNullWhen(true)] out TargetTable? table, [NotNullWhen(false)] out TargetFileError? error)
    {
        var targets = new List<Target>();
        var lines = new Dictionary<IpPrefix, int>();
        var timeouts = new HashSet<Duration>();
        (table, error) = (null, null);
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            var comment = line.IndexOf('#');
            var words = (comment < 0 ? line : line[..comment]).ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
            {
                continue;
            }

            var (reason, expected) = ParseLine(words, out var target);
            if (reason is null && !lines.TryAdd(target!.Hosts, number))
            {
                (reason, expected) = (Invariant($"{target.Hosts} stands on line {lines[target.Hosts]} too"), "one line for the same hosts");
            }
            else if (reason is null && targets.Count == TargetTable.MaxTargets)
            {
                (reason, expected) = ("there are too many targets", Invariant($"at most {TargetTable.MaxTargets}; a wider network takes the place of many"));
            }
            else if (reason is null && target!.Timeout is { } timeout && timeouts.Add(timeout) && timeouts.Count > TargetTable.MaxTimeouts)
            {
                (reason, expected) = ("there are too many different timeouts", Invariant($"at most {TargetTable.MaxTimeouts}"));
            }

            if (reason is not null)
            {
                error = new TargetFileError(file, number, reason, expected);
                return false;
            }

            targets.Add(target!);
        }

        table = new TargetTable(file, targets);
        return true;
    }

    // The reason why a line is none, and what would be one; no reason when it is.
    private static (string? Reason, string Expected) ParseLine(string[] words, out Target? target)
    {
        target = null;
        if (!IpPrefix.TryParse(words[0], out var hosts))
        {
            return ($"{Show(words[0])} is no address or network", "an address such as 10.9.8.7, or a network such as 10.0.0.0/8 or 2001:db8::/32");
        }

        if (hosts != hosts.Normalized)
        {
            return (Invariant($"{hosts} has bits behind its first {hosts.Length}"), $"{hosts.Normalized}, or {hosts.Address} for one host");
        }

        if (words.Length == 1)
        {
            return ($"{hosts} has no policy", LineForm);
        }

        if (!OverlapPolicy.TryFind(words[1], out var policy))
        {
            var known = OverlapPolicy.All.Select(one => one.Name).ToArray();
            return ($"there is no policy {Show(words[1])}{Nearest.Hint(words[1], known)}", "one of " + string.Join(", ", known));
        }

        if (words.Length > 3)
        {
            return ($"{Show(words[3])} stands behind the timeout", LineForm);
        }

        Duration? timeout = null;
        if (words.Length == 3)
        {
            if (!Options.TryParseDuration(words[2], out var given))
            {
                return ($"{Show(words[2])} is no timeout", "a length of time such as 60s or 500ms, or none");
            }

            timeout = given;
        }

        target = new Target(hosts, policy, timeout);
        return (null, "");
    }

    private static string? ReadAll(StreamReader reader)
    {
        var text = new StringBuilder();
        var buffer = new char[1 << 16];
        while (reader.Read(buffer, 0, buffer.Length) is > 0 and var length)
        {
            if (text.Length + length > MaxTextLength)
            {
                return null;
            }

            text.Append(buffer, 0, length);
        }

        return text.ToString();
    }

    // What stands in a file may be anything; it is shown so that no terminal takes it for more than letters.
    private static string Show(string word) => Shell.Quote(word.Length <= LongestWordShown ? word : word[..LongestWordShown] + "...");
}
