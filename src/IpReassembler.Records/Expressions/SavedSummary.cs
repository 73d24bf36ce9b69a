using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace IpReassembler.Records;

/// <summary>The numbers that <c>summary --json</c> printed of a capture, read back to be compared with those of another.</summary>
public sealed class SavedSummary
{
    /// <summary>The most bytes that are read: a summary has two lines, of which one holds file names.</summary>
    public const int MaxLength = 1 << 20;

    // What decides which datagrams there are and what becomes of them.
    private static readonly string[] Settings = ["policy", "timeout_ns", "targets", "key", "where"];

    private readonly Dictionary<string, string> _settings = [];
    private readonly Dictionary<string, long> _numbers = [];

    private SavedSummary()
    {
    }

    /// <summary>A number; null when it is not there, or was null.</summary>
    public long? this[string name] => _numbers.TryGetValue(name, out var number) ? number : null;

    /// <summary>Reads the lines; on failure <paramref name="error"/> says why they are no summary.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> text, [NotNullWhen(true)] out SavedSummary? summary, [NotNullWhen(false)] out string? error)
    {
        summary = new SavedSummary();
        error = null;
        try
        {
            // A file with other lines between, as of list --json, is as good.
            var (hasCapture, hasSummary) = (false, false);
            while (text.Length > 0 && error is null)
            {
                var end = text.Span.IndexOf((byte)'\n');
                using var line = JsonDocument.Parse(end < 0 ? text : text[..end]);
                text = end < 0 ? default : text[(end + 1)..];
                var type = line.RootElement.GetProperty("type").GetString();
                if (type == "capture")
                {
                    hasCapture = true;
                    error = summary.ReadSettings(line.RootElement);
                }
                else if (type == "summary")
                {
                    hasSummary = true;
                    summary.ReadNumbers(line.RootElement);
                }
            }

            error ??= !hasCapture ? "it has no line of type capture" : !hasSummary ? "it has no line of type summary" : null;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            error = "a line in it is not a JSON object with a type";
        }

        return error is null;
    }

    /// <summary>The settings that differ, each with both values: <c>policy is linux, now first</c>.</summary>
    /// <param name="now">The summary of the other capture.</param>
    public IEnumerable<string> SettingsOtherThan(SavedSummary now) => Settings
        .Where(name => Setting(name) != now.Setting(name))
        .Select(name => $"{name} is {Setting(name)}, now {now.Setting(name)}");

    private string Setting(string name) => _settings.GetValueOrDefault(name) is { Length: > 0 } set ? set : "none";

    private string? ReadSettings(JsonElement line)
    {
        if (!line.TryGetProperty("v", out var version) || version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out var number) || number != CaptureHeader.Version)
        {
            return $"its records are not of version {CaptureHeader.Version}";
        }

        foreach (var name in Settings)
        {
            if (line.TryGetProperty(name, out var value))
            {
                _settings[name] = value.ToString();
            }
        }

        return null;
    }

    private void ReadNumbers(JsonElement line)
    {
        foreach (var property in line.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Number && property.Value.TryGetInt64(out var number))
            {
                _numbers[property.Name] = number;
            }
        }
    }
}
