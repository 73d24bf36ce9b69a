using System.Text.Json;
using IpReassembler.Records;
using IpReassembler.Tests.Records;

namespace IpReassembler.Tests.Cli;

/// <summary>The schema of the JSON lines, as the tool carries it.</summary>
internal static class LineSchema
{
    private static readonly JsonElement Schema = JsonDocument.Parse(RecordSchema.Read()).RootElement;

    /// <summary>Parses a line; it fails the test unless the schema knows it.</summary>
    public static JsonElement Check(string line)
    {
        var parsed = JsonDocument.Parse(line).RootElement;
        Assert.True(MiniSchema.Violations(Schema, parsed) is [], string.Join("; ", MiniSchema.Violations(Schema, parsed)) + " in " + line);
        return parsed;
    }
}
