using System.Text;

namespace IpReassembler.Tcp;

/// <summary>Reads the head of a request (RFC 9112 sections 2 to 5).</summary>
internal static class HttpRequestParser
{
    private static readonly string[] Others = ["POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"];

    /// <summary>How long the head is, the empty line at its end included; -1 as long as that has not come.</summary>
    public static int HeadLength(ReadOnlySpan<byte> bytes)
    {
        var start = 0;
        while (bytes[start..].IndexOf((byte)'\n') is var end and >= 0)
        {
            // RFC 9112 section 2.2: a single LF may be taken for the end of a line.
            if (end == 0 || (end == 1 && bytes[start] == '\r'))
            {
                return start + end + 1;
            }

            start += end + 1;
        }

        return -1;
    }

    /// <summary>Reads a head, whatever is in it.</summary>
    /// <param name="head">From the request line to the empty line, both included.</param>
    public static HttpRequest Parse(ReadOnlySpan<byte> head)
    {
        var lines = Encoding.Latin1.GetString(head).Split('\n').Select(line => line.TrimEnd('\r')).ToArray();
        var request = ParseLine(lines[0]);
        return request.Status == HttpStatus.Ok || request.Method.Length > 0 ? WithFields(request, lines[1..^2]) : request;
    }

    // method SP request-target SP HTTP-version
    private static HttpRequest ParseLine(string line)
    {
        if (line.Split(' ') is not [var method, var target, var version] || !IsToken(method) || !version.StartsWith("HTTP/", StringComparison.Ordinal))
        {
            return new HttpRequest { Status = HttpStatus.BadRequest };
        }

        // RFC 9110 section 2.5: a later minor version is answered as the latest that is known.
        if (!IsVersion(version) || version[5] != '1' || version.Length != "HTTP/1.1".Length)
        {
            return new HttpRequest { Status = IsVersion(version) ? HttpStatus.VersionNotSupported : HttpStatus.BadRequest };
        }

        var isKnown = method is "GET" or "HEAD";
        var request = new HttpRequest
        {
            Status = HttpStatus.Ok,
            Method = method,
            IsVersion10 = version == "HTTP/1.0",
            KeepsAlive = version != "HTTP/1.0",
        };
        return target.Length > HttpRequest.MaxTargetLength ? request with { Status = HttpStatus.UriTooLong }
            : !isKnown ? request with { Status = Others.Contains(method) ? HttpStatus.MethodNotAllowed : HttpStatus.NotImplemented }
            : TryReadPath(target) is { } path ? request with { Path = path }
            : request with { Status = HttpStatus.BadRequest };
    }

    private static HttpRequest WithFields(HttpRequest request, string[] lines)
    {
        if (lines.Length > HttpRequest.MaxFields)
        {
            return request with { Status = HttpStatus.FieldsTooLarge, KeepsAlive = false };
        }

        var (hosts, hasBody, asksToClose, asksToStay) = (0, false, false, false);
        foreach (var line in lines)
        {
            // RFC 9112 section 5.1: no space between name and colon; section 5.2: no line that goes on with the one before.
            var colon = line.IndexOf(':');
            if (colon < 0 || !IsToken(line[..colon]) || line.Any(letter => letter is '\0' or '\r'))
            {
                return request with { Status = HttpStatus.BadRequest, KeepsAlive = false };
            }

            var value = line[(colon + 1)..].Trim(' ', '\t');
            switch (line[..colon].ToLowerInvariant())
            {
                case "host":
                    hosts++;
                    break;
                case "connection":
                    var words = value.Split(',').Select(word => word.Trim()).ToArray();
                    asksToClose |= words.Contains("close", StringComparer.OrdinalIgnoreCase);
                    asksToStay |= words.Contains("keep-alive", StringComparer.OrdinalIgnoreCase);
                    break;
                case "content-length":
                    hasBody |= value != "0";
                    break;
                case "transfer-encoding":
                    hasBody = true;
                    break;
            }
        }

        // RFC 9112 section 3.2: HTTP/1.1 needs one Host, and nobody may send two. A body is never read: what follows it could not be told from it.
        var isAddressed = hosts == 1 || (hosts == 0 && request.IsVersion10);
        return isAddressed
            ? request with { KeepsAlive = (request.KeepsAlive || asksToStay) && !asksToClose && !hasBody }
            : request with { Status = HttpStatus.BadRequest, KeepsAlive = false };
    }

    // The path of a target in origin form or absolute form, decoded; null when it is none.
    private static string? TryReadPath(string target)
    {
        const string Scheme = "http://";
        if (target.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            var slash = target.IndexOf('/', Scheme.Length);
            target = slash < 0 ? "/" : target[slash..];
        }

        if (!target.StartsWith('/') || target.Any(letter => letter is <= ' ' or > '~'))
        {
            return null;
        }

        return TryDecode(target.Split('?', '#')[0]);
    }

    private static string? TryDecode(string path)
    {
        var bytes = new byte[path.Length];
        var length = 0;
        for (var index = 0; index < path.Length; index++)
        {
            if (path[index] != '%')
            {
                bytes[length++] = (byte)path[index];
                continue;
            }

            if (index + 2 >= path.Length || !char.IsAsciiHexDigit(path[index + 1]) || !char.IsAsciiHexDigit(path[index + 2]))
            {
                return null;
            }

            bytes[length++] = Convert.FromHexString(path.AsSpan(index + 1, 2))[0];
            index += 2;
        }

        return Encoding.UTF8.GetString(bytes, 0, length);
    }

    private static bool IsVersion(string version) => version is ['H', 'T', 'T', 'P', '/', >= '0' and <= '9'] or ['H', 'T', 'T', 'P', '/', >= '0' and <= '9', '.', >= '0' and <= '9'];

    // RFC 9110 section 5.6.2.
    private static bool IsToken(string text) => text.Length > 0 && text.All(letter => char.IsAsciiLetterOrDigit(letter) || "!#$%&'*+-.^_`|~".Contains(letter));
}
