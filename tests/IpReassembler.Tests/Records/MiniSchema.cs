using System.Text.Json;
using System.Text.RegularExpressions;

namespace IpReassembler.Tests.Records;

/// <summary>As much of JSON Schema as the records' schema uses. A keyword it does not know is an error, so that none is silently not checked.</summary>
internal static class MiniSchema
{
    /// <summary>The violations of a value, each with its place; none when it is valid.</summary>
    public static IReadOnlyList<string> Violations(JsonElement schema, JsonElement value, string place = "$")
    {
        var found = new List<string>();
        foreach (var keyword in schema.EnumerateObject())
        {
            found.AddRange(Check(schema, keyword, value).Select(violation => place + violation));
        }

        return found;
    }

    private static IEnumerable<string> Check(JsonElement schema, JsonProperty keyword, JsonElement value) => keyword.Name switch
    {
        "$schema" or "title" or "description" => [],
        "type" => Types(keyword.Value).Any(type => IsOf(type, value)) ? [] : [$" is no {keyword.Value}: {value}"],
        "enum" => keyword.Value.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)) ? [] : [$" is not in {keyword.Value}: {value}"],
        "pattern" => value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, keyword.Value.GetString()!) ? [] : [$" does not match {keyword.Value}: {value}"],
        "minimum" => value.ValueKind != JsonValueKind.Number || value.GetInt64() >= keyword.Value.GetInt64() ? [] : [$" is below {keyword.Value}: {value}"],
        "maximum" => value.ValueKind != JsonValueKind.Number || value.GetInt64() <= keyword.Value.GetInt64() ? [] : [$" is above {keyword.Value}: {value}"],
        "minItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() >= keyword.Value.GetInt32() ? [] : [" has too few items"],
        "maxItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() <= keyword.Value.GetInt32() ? [] : [" has too many items"],
        "items" => value.ValueKind != JsonValueKind.Array ? [] : value.EnumerateArray().SelectMany((item, i) => Violations(keyword.Value, item, $"[{i}]")),
        "required" => value.ValueKind != JsonValueKind.Object ? [] : keyword.Value.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)).Select(name => $" lacks {name}"),
        "properties" => value.ValueKind != JsonValueKind.Object ? [] : keyword.Value.EnumerateObject().Where(property => value.TryGetProperty(property.Name, out _))
            .SelectMany(property => Violations(property.Value, value.GetProperty(property.Name), $".{property.Name}")),
        "additionalProperties" when keyword.Value.ValueKind == JsonValueKind.False => value.ValueKind != JsonValueKind.Object ? [] : value.EnumerateObject()
            .Where(property => !schema.GetProperty("properties").TryGetProperty(property.Name, out _)).Select(property => $" has the unknown {property.Name}"),
        "oneOf" => OneOf(keyword.Value, value),
        _ => throw new NotSupportedException($"schema keyword {keyword.Name}"),
    };

    // The kinds of lines differ in their "type", which picks the one branch worth complaining about.
    private static IEnumerable<string> OneOf(JsonElement branches, JsonElement value)
    {
        var type = value.GetProperty("type").GetString();
        var branch = branches.EnumerateArray().SingleOrDefault(one => one.GetProperty("properties").GetProperty("type").GetProperty("enum")[0].GetString() == type);
        return branch.ValueKind == JsonValueKind.Undefined ? [$" is of the unknown type {type}"] : Violations(branch, value, "");
    }

    private static IEnumerable<string> Types(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(one => one.GetString()!) : [type.GetString()!];

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => throw new NotSupportedException($"schema type {type}"),
    };
}
