using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace IpReassembler.Timing;

/// <summary>The frame of a report: one HTML page with its style, its script and its data, that asks nobody for anything.</summary>
/// <remarks>
/// The page forbids itself everything but its own script and style, by their hashes (Content Security Policy level 2): what came over the wire
/// could not run even if it were taken for code. The same input gives the same bytes.
/// </remarks>
public static class HtmlReport
{
    // In this order: each may use those before it.
    private static readonly string[] Scripts = ["data.js", "timeline.js", "charts.js", "waterfall.js", "grid.js", "page.js"];

    /// <summary>Writes the page.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="title">The title, as plain text.</param>
    /// <param name="json">What the script draws, as JSON in UTF-8 without the sign <c>&lt;</c>.</param>
    /// <exception cref="ArgumentException">The JSON has a <c>&lt;</c>: it could end the element it stands in.</exception>
    public static void Write(Stream output, string title, ReadOnlySpan<byte> json)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (json.Contains((byte)'<'))
        {
            throw new ArgumentException("JSON that stands in a page must write < as \\u003c", nameof(json));
        }

        var (style, script) = (Read("report.css"), string.Concat(Scripts.Select(Read)));
        var policy = $"default-src 'none'; style-src {Hash(style)}; script-src {Hash(script)}; base-uri 'none'; form-action 'none'";
        var rest = Read("report.html");
        while (rest.IndexOf("{{", StringComparison.Ordinal) is var mark and >= 0)
        {
            var end = rest.IndexOf("}}", mark, StringComparison.Ordinal);
            Write(output, rest[..mark]);
            switch (rest[(mark + 2)..end])
            {
                case "title":
                    Write(output, WebUtility.HtmlEncode(title));
                    break;
                case "policy":
                    Write(output, policy);
                    break;
                case "style":
                    Write(output, style);
                    break;
                case "script":
                    Write(output, script);
                    break;
                case "data":
                    output.Write(json);
                    break;
                case var unknown:
                    throw new InvalidOperationException($"report.html has an unknown mark {unknown}");
            }

            rest = rest[(end + 2)..];
        }

        Write(output, rest);
    }

    private static string Hash(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    private static void Write(Stream output, string text) => output.Write(Encoding.UTF8.GetBytes(text));

    private static string Read(string name)
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
