using System.Text;
using IpReassembler.Packets;
using IpReassembler.Tcp;

namespace IpReassembler.Tests.Tcp.Http;

/// <summary>Bytes of requests, and what they are answered with.</summary>
public class HttpConversationTests
{
    private static readonly Timestamp Now = new(784_111_777_000_000_000);

    [Theory]
    [InlineData("GET / HTTP/1.1|Host: a||", "200 OK", true)]
    [InlineData("GET /?a=b HTTP/1.1|Host: a||", "200 OK", true)]
    [InlineData("GET http://a/ HTTP/1.1|Host: a||", "200 OK", true)]
    [InlineData("GET http://a HTTP/1.1|Host: a||", "200 OK", true)]
    [InlineData("|GET / HTTP/1.1|Host: a||", "200 OK", true)] // RFC 9112 section 2.2
    [InlineData("GET / HTTP/1.1|host:a|connection: Close||", "200 OK", false)]
    [InlineData("GET / HTTP/1.0||", "200 OK", false)]
    [InlineData("GET / HTTP/1.0|Connection: keep-alive||", "200 OK", true)]
    [InlineData("GET / HTTP/1.0|Connection: keep-alive, close||", "200 OK", false)]
    [InlineData("GET / HTTP/1.1|Host: a|Connection: close|Connection: keep-alive||", "200 OK", false)]
    [InlineData("HEAD / HTTP/1.1|Host: a||", "200 OK", true)]
    [InlineData("GET /x HTTP/1.1|Host: a||", "404 Not Found", true)]
    [InlineData("GET /%2F HTTP/1.1|Host: a||", "404 Not Found", true)]
    [InlineData("GET / HTTP/1.1||", "400 Bad Request", false)] // no Host
    [InlineData("GET / HTTP/1.1|Host: a|Host: b||", "400 Bad Request", false)]
    [InlineData("GET / HTTP/1.1|Host : a||", "400 Bad Request", false)]
    [InlineData("GET / HTTP/1.1|Host: a| folded||", "400 Bad Request", false)]
    [InlineData("GET  / HTTP/1.1|Host: a||", "400 Bad Request", false)]
    [InlineData("GET /||", "400 Bad Request", false)] // HTTP/0.9
    [InlineData("GET x HTTP/1.1|Host: a||", "400 Bad Request", true)]
    [InlineData("GET /% HTTP/1.1|Host: a||", "400 Bad Request", true)]
    [InlineData("GET / HTTP/one|Host: a||", "400 Bad Request", false)]
    [InlineData("\u0016\u0003\u0001 hello||", "400 Bad Request", false)] // TLS
    [InlineData("POST / HTTP/1.1|Host: a|Content-Length: 0||", "405 Method Not Allowed", true)]
    [InlineData("POST / HTTP/1.1|Host: a|Content-Length: 5||", "405 Method Not Allowed", false)]
    [InlineData("PUT / HTTP/1.1|Host: a|Transfer-Encoding: chunked||", "405 Method Not Allowed", false)]
    [InlineData("BREW / HTTP/1.1|Host: a||", "501 Not Implemented", true)]
    [InlineData("get / HTTP/1.1|Host: a||", "501 Not Implemented", true)]
    [InlineData("GET / HTTP/2.0|Host: a||", "505 HTTP Version Not Supported", false)]
    [InlineData("GET / HTTP/1.2|Host: a||", "200 OK", true)] // RFC 9110 section 2.5: as 1.1
    [InlineData("GET / HTTP/1.2||", "400 Bad Request", false)]
    public void A_request_has_its_answer(string request, string status, bool keepsAlive)
    {
        var talk = new HttpConversation(ServedContent.Of("hello"));
        var answer = Answer(talk, request.Replace("|", "\r\n", StringComparison.Ordinal));
        Assert.StartsWith($"HTTP/1.1 {status}\r\n", answer, StringComparison.Ordinal);
        Assert.Equal(keepsAlive, !talk.IsLast);
        Assert.Equal(!keepsAlive, answer.Contains("\r\nConnection: close\r\n", StringComparison.Ordinal));
        Assert.Equal(status.StartsWith("405", StringComparison.Ordinal), answer.Contains("\r\nAllow: GET, HEAD\r\n", StringComparison.Ordinal));
    }

    [Fact]
    public void The_whole_of_an_answer() => Assert.Equal(
        "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nServer: ipreasm\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 5\r\n\r\nhello",
        Answer(new HttpConversation(ServedContent.Of("hello")), "GET / HTTP/1.1\r\nHost: a\r\n\r\n"));

    [Fact]
    public void HEAD_has_the_length_and_no_content() =>
        Assert.EndsWith("Content-Length: 5\r\n\r\n", Answer(new HttpConversation(ServedContent.Of("hello")), "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n"), StringComparison.Ordinal);

    [Theory]
    [InlineData("GET /{0} HTTP/1.1\r\nHost: a\r\n\r\n", 2_047, "404")]
    [InlineData("GET /{0} HTTP/1.1\r\nHost: a\r\n\r\n", 2_048, "414")]
    [InlineData("GET /{0} HTTP/1.1\r\nHost: a\r\n\r\n", 9_000, "414")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX: {0}\r\n\r\n", 8_000, "200")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX: {0}\r\n\r\n", 8_192, "431")]
    public void A_head_has_a_limit(string request, int length, string status)
    {
        var talk = new HttpConversation(ServedContent.Of("hello"));
        Assert.StartsWith($"HTTP/1.1 {status} ", Answer(talk, request.Replace("{0}", new string('x', length), StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void More_than_a_hundred_fields_are_too_many()
    {
        var fields = string.Concat(Enumerable.Repeat("A: b\r\n", HttpRequest.MaxFields));
        Assert.StartsWith("HTTP/1.1 431 ", Answer(new HttpConversation(ServedContent.Of("")), $"GET / HTTP/1.1\r\nHost: a\r\n{fields}\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void Requests_behind_each_other_are_answered_one_by_one_however_they_are_cut()
    {
        const string Requests = "GET / HTTP/1.1\r\nHost: a\r\n\r\nHEAD / HTTP/1.1\r\nHost: a\r\n\r\nGET /x HTTP/1.0\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n";
        var whole = Answer(new HttpConversation(ServedContent.Of("hello")), Requests);
        Assert.Equal(3, whole.Split("HTTP/1.1 ").Length - 1);
        for (var cut = 1; cut < 20; cut++)
        {
            Assert.Equal(whole, Answer(new HttpConversation(ServedContent.Of("hello")), Requests, inputAtOnce: cut, outputAtOnce: cut));
        }
    }

    [Fact]
    public void What_has_no_length_of_its_own_is_not_served()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("is a folder", Assert.Throws<IOException>(() => ServedContent.Open(folder.Path)).Message, StringComparison.Ordinal);
        Assert.SkipUnless(File.Exists("/dev/zero") && File.Exists("/proc/version"), "There are no /dev/zero and /proc here.");
        Assert.All(["/dev/zero", "/proc/version"], path => Assert.Contains("into a file first", Assert.Throws<IOException>(() => ServedContent.Open(path)).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_shrinks_breaks_the_answer_off()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "file");
        File.WriteAllBytes(path, new byte[100_000]);
        using var content = ServedContent.Open(path);
        var talk = new HttpConversation(content);
        talk.Take(Encoding.ASCII.GetBytes("GET /file HTTP/1.0\r\n\r\n"));
        Assert.True(talk.TryAnswer(Now));
        talk.Advance(talk.Peek(new byte[1_000]));
        File.WriteAllBytes(path, new byte[10]);
        Assert.Equal(0, talk.Peek(new byte[1_000]));
        Assert.True(talk.IsBroken);
    }

    // Everything that is answered, as bytes come and go in pieces of this length.
    private static string Answer(HttpConversation talk, string requests, int inputAtOnce = int.MaxValue, int outputAtOnce = int.MaxValue)
    {
        var (input, output) = (Encoding.Latin1.GetBytes(requests), new StringBuilder());
        var window = new byte[Math.Min(outputAtOnce, 65_536)];
        var place = 0;
        while (place < input.Length || talk.IsAnswering)
        {
            place += talk.Take(input.AsSpan(place, Math.Min(inputAtOnce, input.Length - place)));
            talk.TryAnswer(Now);
            while (talk.IsAnswering)
            {
                var count = talk.Peek(window);
                output.Append(Encoding.Latin1.GetString(window, 0, count));
                talk.Advance(count);
            }
        }

        while (talk.TryAnswer(Now))
        {
            var count = talk.Peek(window = new byte[65_536]);
            output.Append(Encoding.Latin1.GetString(window, 0, count));
            talk.Advance(count);
        }

        return output.ToString();
    }
}
