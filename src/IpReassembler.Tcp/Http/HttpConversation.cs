using System.Globalization;
using System.Text;
using IpReassembler.Packets;

namespace IpReassembler.Tcp;

/// <summary>The server's side of HTTP on one connection: bytes of requests go in, bytes of answers come out. One request is answered after the other.</summary>
/// <param name="content">What there is to give.</param>
public sealed class HttpConversation(ServedContent content)
{
    /// <summary>The longest head that is read, in bytes.</summary>
    public const int MaxHeadLength = 8_192;

    private byte[] _input = [];
    private int _inputLength;
    private byte[] _head = [];
    private long _bodyLength;
    private long _length;

    /// <summary>The request that is answered, or was answered last.</summary>
    public HttpRequest? Request { get; private set; }

    /// <summary>With what it is answered.</summary>
    public HttpStatus Status { get; private set; }

    /// <summary>Whether an answer is being given.</summary>
    public bool IsAnswering => _length < Total;

    /// <summary>How many bytes of the answer were taken, its head counted.</summary>
    public long AnsweredLength => _length;

    /// <summary>How long the answer is, in bytes, its head counted.</summary>
    public long Total => _head.Length + _bodyLength;

    /// <summary>Whether the last answer was the last one: then the connection ends, and what still comes is thrown away.</summary>
    public bool IsLast { get; private set; }

    /// <summary>Whether the content cannot be read as it was promised: then the connection is given up, for no other byte can stand in the answer.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Why the content could not be read for this answer; null when it could.</summary>
    public string? Failure { get; private set; }

    /// <summary>How many bytes of the next request have come.</summary>
    public int HeldLength => _inputLength;

    /// <summary>Takes bytes that came.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>How many were taken: none while an answer is being given, and never more than a head may have.</returns>
    public int Take(ReadOnlySpan<byte> bytes)
    {
        if (IsAnswering)
        {
            return 0;
        }

        if (IsLast)
        {
            return bytes.Length;
        }

        var count = Math.Min(bytes.Length, MaxHeadLength - _inputLength);
        if (_input.Length < _inputLength + count)
        {
            Array.Resize(ref _input, Math.Min(MaxHeadLength, Math.Max(_inputLength + count, 2 * _input.Length)));
        }

        bytes[..count].CopyTo(_input.AsSpan(_inputLength));
        _inputLength += count;
        return count;
    }

    /// <summary>Begins the next answer, if a whole request is there.</summary>
    /// <param name="now">The time of day.</param>
    /// <returns>Whether one was begun.</returns>
    public bool TryAnswer(Timestamp now)
    {
        if (IsAnswering || IsLast)
        {
            return false;
        }

        // RFC 9112 section 2.2: empty lines in front of a request are passed over.
        var skipped = _input.AsSpan(0, _inputLength).IndexOfAnyExcept((byte)'\r', (byte)'\n');
        Drop(skipped < 0 ? _inputLength : skipped);
        var length = HttpRequestParser.HeadLength(_input.AsSpan(0, _inputLength));
        if (length < 0)
        {
            if (_inputLength < MaxHeadLength)
            {
                return false;
            }

            // A line that never ends is a target; many lines are fields.
            var isLine = !_input.AsSpan(0, _inputLength).Contains((byte)'\n');
            Begin(new HttpRequest { Status = isLine ? HttpStatus.UriTooLong : HttpStatus.FieldsTooLarge }, now);
            return true;
        }

        var request = HttpRequestParser.Parse(_input.AsSpan(0, length));
        Drop(length);
        Begin(request.Status == HttpStatus.Ok && !content.IsAt(request.Path) ? request with { Status = HttpStatus.NotFound } : request, now);
        return true;
    }

    /// <summary>Copies what comes next of the answer, and stays where it is.</summary>
    /// <returns>How many bytes were copied; 0 when the answer is finished or broken.</returns>
    public int Peek(Span<byte> destination)
    {
        var count = 0;
        if (_length < _head.Length)
        {
            count = (int)Math.Min(_head.Length - _length, destination.Length);
            _head.AsSpan((int)_length, count).CopyTo(destination);
        }

        var place = _length + count - _head.Length;
        var body = (int)Math.Min(_bodyLength - place, destination.Length - count);
        if (body <= 0 || IsBroken)
        {
            return count;
        }

        var read = ReadContent(place, destination.Slice(count, body));
        IsBroken = read == 0;
        return count + read;
    }

    /// <summary>So many bytes that were shown are on their way.</summary>
    public void Advance(int count)
    {
        _length += count;
        if (!IsAnswering && IsLast)
        {
            (_input, _inputLength) = ([], 0);
        }
    }

    // A disk, a share or another program may take the file away at any time: that is the end of this answer, not of the server.
    private int ReadContent(long place, Span<byte> destination)
    {
        try
        {
            var count = content.Read(place, destination);
            Failure = count == 0 ? "it has become shorter" : null;
            return count;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            Failure = failed.Message;
            return 0;
        }
    }

    private void Drop(int count)
    {
        _input.AsSpan(count, _inputLength - count).CopyTo(_input);
        _inputLength -= count;
    }

    private void Begin(HttpRequest request, Timestamp now)
    {
        Request = request;
        IsLast = !request.KeepsAlive;
        Failure = null;
        var found = request.Status == HttpStatus.Ok ? AskLength() : null;
        Status = request.Status == HttpStatus.Ok && found is null ? HttpStatus.InternalServerError : request.Status;
        _length = 0;
        var message = found is null ? $"{(int)Status} {Reason(Status)}\n" : "";
        var length = found ?? message.Length;
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {(int)Status} {Reason(Status)}\r\n");
        head.Append(CultureInfo.InvariantCulture, $"Date: {DateTimeOffset.FromUnixTimeSeconds(now.Seconds):r}\r\n");
        head.Append("Server: ipreasm\r\n");
        head.Append(CultureInfo.InvariantCulture, $"Content-Type: {(found is null ? "text/plain" : content.Type)}\r\nContent-Length: {length}\r\n");
        head.Append(Status == HttpStatus.MethodNotAllowed ? "Allow: GET, HEAD\r\n" : "");
        head.Append(IsLast ? "Connection: close\r\n" : request.IsVersion10 ? "Connection: keep-alive\r\n" : "");
        head.Append("\r\n");
        // An error's few words are sent with the head.
        head.Append(request.IsHead ? "" : message);
        _head = Encoding.ASCII.GetBytes(head.ToString());
        _bodyLength = request.IsHead ? 0 : found ?? 0;
    }

    // As long as no head has promised anything, the client can still be told.
    private long? AskLength()
    {
        try
        {
            return content.Length;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            Failure = failed.Message;
            return null;
        }
    }

    private static string Reason(HttpStatus status) => status switch
    {
        HttpStatus.Ok => "OK",
        HttpStatus.BadRequest => "Bad Request",
        HttpStatus.NotFound => "Not Found",
        HttpStatus.MethodNotAllowed => "Method Not Allowed",
        HttpStatus.UriTooLong => "URI Too Long",
        HttpStatus.FieldsTooLarge => "Request Header Fields Too Large",
        HttpStatus.InternalServerError => "Internal Server Error",
        HttpStatus.NotImplemented => "Not Implemented",
        HttpStatus.VersionNotSupported => "HTTP Version Not Supported",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };
}
