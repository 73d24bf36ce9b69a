using System.Text.Json;
using IpReassembler.Cli.Transfers;
using IpReassembler.Tests.Records;

namespace IpReassembler.Tests.Cli.Transfers;

/// <summary>The schema of the JSON lines of transfers, as the tool carries it.</summary>
internal static class TransferSchema
{
    private static readonly JsonElement Schema = Read();

    /// <summary>Parses a line; it fails the test unless the schema knows it.</summary>
    public static JsonElement Check(string line)
    {
        var parsed = JsonDocument.Parse(line).RootElement;
        Assert.Empty(MiniSchema.Violations(Schema, parsed));
        return parsed;
    }

    private static JsonElement Read()
    {
        using var stream = typeof(TransferJson).Assembly.GetManifestResourceStream("transfers.schema.json")!;
        return JsonDocument.Parse(stream).RootElement;
    }
}
