namespace IpReassembler.Records;

/// <summary>The JSON Schema (draft 2020-12) of every line that the tool prints with <c>--json</c>: those of <see cref="JsonLines"/>, those of other verbs, and those of a TCP trace, told apart by their type.</summary>
public static class RecordSchema
{
    /// <summary>The schema as JSON text. It stands in <c>records.schema.json</c>, written by hand, and tests hold every kind of line against it.</summary>
    public static string Read()
    {
        using var stream = typeof(RecordSchema).Assembly.GetManifestResourceStream("records.schema.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
