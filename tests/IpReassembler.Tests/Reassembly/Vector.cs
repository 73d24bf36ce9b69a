using System.Globalization;
using System.Text;
using System.Text.Json;

namespace IpReassembler.Tests.Reassembly;

/// <summary>One conformance vector of <c>vectors.json</c>: fragments, and what must come of them.</summary>
internal sealed class Vector
{
    private readonly JsonElement _json;

    private Vector(JsonElement json) => _json = json;

    public static IReadOnlyList<Vector> All { get; } = [.. JsonDocument
        .Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Reassembly", "vectors.json")))
        .RootElement.GetProperty("vectors").EnumerateArray().Select(json => new Vector(json))];

    public static Vector Find(string name) => All.Single(vector => vector.Name == name);

    public static IEnumerable<string> NamesIn(params string[] groups) => All.Where(vector => groups.Contains(vector.Group)).Select(vector => vector.Name);

    public string Name => _json.GetProperty("name").GetString()!;

    public string Group => _json.GetProperty("group").GetString()!;

    /// <summary>Whether it says what each policy makes of it.</summary>
    public bool IsForPolicies => _json.TryGetProperty("expect", out _);

    /// <summary>What it says where policies do not matter.</summary>
    public JsonElement Spec => _json.GetProperty("spec");

    /// <summary>The limits and settings it is about.</summary>
    public JsonElement Config => _json.GetProperty("config");

    /// <summary>What it says of rebuilt headers, in the words of Linux where systems differ.</summary>
    public JsonElement ExpectOfHeader =>
        Spec.TryGetProperty("correct", out var correct) ? correct
        : Spec.TryGetProperty("linux", out var linux) ? linux
        : Spec.GetProperty("rfc3168");

    public IEnumerable<Piece> Pieces => _json.GetProperty("fragments").EnumerateArray().Select(fragment => PieceOf(fragment, Int(_json, "family", 4) == 6));

    public JsonElement Expect(string policy) => _json.GetProperty("expect").GetProperty(policy);

    /// <summary>The payloads that must be delivered, in hexadecimal digits.</summary>
    public static IEnumerable<string> Payloads(JsonElement expected) =>
        expected.TryGetProperty("datagrams", out var datagrams) ? datagrams.EnumerateArray().Select(Payload) : [];

    private static string Payload(JsonElement datagram)
    {
        if (datagram.TryGetProperty("hex", out var hex))
        {
            return hex.GetString()!;
        }

        // "A*16 B*8": a character, a star, a count; the character may be a blank.
        var text = datagram.GetProperty("rle").GetString()!;
        var bytes = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            var end = text.IndexOf(' ', at + 2);
            end = end < 0 ? text.Length : end;
            bytes.Append(text[at], int.Parse(text[(at + 2)..end], CultureInfo.InvariantCulture));
            at = end + 1;
        }

        return Convert.ToHexStringLower(Encoding.ASCII.GetBytes(bytes.ToString()));
    }

    private static Piece PieceOf(JsonElement fragment, bool isIpv6)
    {
        var hex = Text(fragment, "hex", "");
        return new Piece(
            fragment.GetProperty("offset").GetInt32(),
            hex.Length > 0 ? Convert.FromHexString(hex) : Piece.Fill(fragment.GetProperty("len").GetInt32(), fragment.GetProperty("fill").GetString()![0]),
            Int(fragment, "mf", 0) == 1)
        {
            Source = Text(fragment, "src", isIpv6 ? "2001:db8::1" : "192.0.2.1"),
            Destination = Text(fragment, "dst", isIpv6 ? "2001:db8::2" : "192.0.2.2"),
            Id = Int(fragment, "id", 1),
            Protocol = (byte)Int(fragment, "proto", 253),
            TimeToLive = (byte)Int(fragment, "ttl", 64),
            TypeOfService = (byte)Int(fragment, "tos", 0),
            DontFragment = Int(fragment, "df", 0) == 1,
            Reserved = Int(fragment, "evil", 0) == 1,
            Options = Convert.FromHexString(Text(fragment, "options", "")),
            Trailer = Convert.FromHexString(Text(fragment, "trailer", "")),
            TotalLength = fragment.TryGetProperty("total_length", out var total) ? total.GetInt32() : null,
            Vlans = !fragment.TryGetProperty("vlan", out var vlan) ? []
                : vlan.ValueKind == JsonValueKind.Array ? [.. vlan.EnumerateArray().Select(tag => tag.GetInt32())]
                : [vlan.GetInt32()],
            Seconds = fragment.TryGetProperty("time", out var time) ? time.GetDouble() : 0,
        };
    }

    private static int Int(JsonElement fragment, string field, int otherwise) =>
        fragment.TryGetProperty(field, out var value) ? value.GetInt32() : otherwise;

    private static string Text(JsonElement fragment, string field, string otherwise) =>
        fragment.TryGetProperty(field, out var value) ? value.GetString()! : otherwise;
}
