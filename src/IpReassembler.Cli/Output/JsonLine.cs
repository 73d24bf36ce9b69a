using System.Text;
using System.Text.Json;

namespace IpReassembler.Cli;

/// <summary>A JSON object in one line, for the reports that are not records of a capture.</summary>
internal static class JsonLine
{
    /// <summary>The line, without its end.</summary>
    /// <param name="write">Writes what is in the object.</param>
    public static string Of(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }
}
