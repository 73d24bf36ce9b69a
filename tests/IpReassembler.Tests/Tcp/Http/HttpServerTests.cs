using System.Text;
using IpReassembler.Capture;
using IpReassembler.Packets;
using IpReassembler.Tcp;

namespace IpReassembler.Tests.Tcp.Http;

/// <summary>A server on a host, and clients on another, in simulated time.</summary>
public class HttpServerTests
{
    private const int Port = 8080;
    private static readonly Duration Patience = Duration.FromSeconds(60);

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    public void A_client_gets_everything_and_then_the_end(double loss)
    {
        using var hosts = new TwoHosts(there: new ImpairmentOptions { Loss = loss, Seed = 1 }, back: new ImpairmentOptions { Loss = loss, Seed = 2 });
        var text = string.Concat(Enumerable.Range(0, 100_000).Select(number => $"{number} "));
        var visits = new List<HttpVisit>();
        var server = new HttpServer(hosts.Right, Port, ServedContent.Of(text), Patience) { Answered = visits.Add };
        var client = Ask(hosts, "GET / HTTP/1.0\r\n\r\n");
        var received = new StringBuilder();

        Assert.True(hosts.RunUntil(() => Serve(server, hosts) && ReadAll(client, received), Duration.FromSeconds(300)));

        Assert.EndsWith("\r\n\r\n" + text, received.ToString(), StringComparison.Ordinal);
        var visit = Assert.Single(visits);
        Assert.Equal((HttpStatus.Ok, received.Length, true), (visit.Status, (int)visit.Length, visit.IsWhole));
    }

    [Fact]
    public void A_client_that_says_nothing_is_given_up_and_one_that_does_not_read_as_well()
    {
        using var hosts = new TwoHosts();
        var visits = new List<HttpVisit>();
        var server = new HttpServer(hosts.Right, Port, ServedContent.Of(new string('x', 5_000_000)), Patience) { Answered = visits.Add };
        Ask(hosts, "GET / HT", 40_001);
        Ask(hosts, "GET / HTTP/1.0\r\n\r\n", 40_002);
        hosts.RunUntil(() => Serve(server, hosts) && server.ConnectionCount == 2, Duration.FromSeconds(10));
        Assert.Equal(2, server.ConnectionCount);

        for (var second = 0; second < 130; second++)
        {
            hosts.Pass(Duration.FromSeconds(1));
            Serve(server, hosts);
        }

        Assert.Equal(0, server.ConnectionCount);
        Assert.False(Assert.Single(visits).IsWhole);
    }

    // A byte from time to time, so that something always moves: a request that is never whole, and chatter after the last answer.
    [Theory]
    [InlineData("GET / HTTP/1.1\r\nX: ")]
    [InlineData("GET / HTTP/1.0\r\n\r\n")]
    public void A_client_that_keeps_talking_is_given_up_all_the_same(string beginning)
    {
        using var hosts = new TwoHosts();
        var server = new HttpServer(hosts.Right, Port, ServedContent.Of("hello"), Patience);
        var client = Ask(hosts, beginning);
        Assert.True(hosts.RunUntil(() => Serve(server, hosts) && server.ConnectionCount == 1, Duration.FromSeconds(10)));

        for (var second = 0; second < 70; second++)
        {
            hosts.Pass(Duration.FromSeconds(1));
            client.Write("x"u8);
            Serve(server, hosts);
        }

        Assert.Equal(0, server.ConnectionCount);
    }

    // A file that another program shortened, a share that went away, one that may not be read any more.
    public static TheoryData<Exception> Failures => [new IOException("Stale file handle"), new UnauthorizedAccessException("Access is denied.")];

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public void A_content_that_fails_resets_who_waits_for_it_and_nobody_else(Exception failure)
    {
        using var hosts = new TwoHosts();
        using var content = new FailingContent(3_000_000) { ReadableLength = 100_000, Failure = failure };
        var visits = new List<HttpVisit>();
        var server = new HttpServer(hosts.Right, Port, content, Patience) { Answered = visits.Add };
        var other = Ask(hosts, "GET / HT", 40_001);
        Assert.True(hosts.RunUntil(() => Serve(server, hosts) && server.ConnectionCount == 1, Duration.FromSeconds(10)));
        var unlucky = Ask(hosts, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", 40_002);

        Assert.True(hosts.RunUntil(() => Serve(server, hosts) && unlucky.State == TcpState.Closed, Duration.FromSeconds(10)));

        Assert.Equal(CloseReason.Reset, unlucky.CloseReason);
        var visit = Assert.Single(visits);
        Assert.Equal((HttpStatus.Ok, false, failure.Message), (visit.Status, visit.IsWhole, visit.Failure));

        content.ReadableLength = null;
        other.Write("TP/1.0\r\n\r\n"u8);
        var received = new StringBuilder();
        Assert.True(hosts.RunUntil(() => Serve(server, hosts) && ReadAll(other, received), Duration.FromSeconds(10)));
        Assert.EndsWith("\r\n\r\n" + new string('x', 3_000_000), received.ToString(), StringComparison.Ordinal);
        Assert.Null(visits[^1].Failure);
    }

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public void A_content_that_cannot_be_asked_for_its_length_is_an_error_of_the_server(Exception failure)
    {
        using var hosts = new TwoHosts();
        using var content = new FailingContent(100) { ReadableLength = 0, Failure = failure };
        var visits = new List<HttpVisit>();
        var server = new HttpServer(hosts.Right, Port, content, Patience) { Answered = visits.Add };
        var client = Ask(hosts, "GET / HTTP/1.0\r\n\r\n");
        var received = new StringBuilder();

        Assert.True(hosts.RunUntil(() => Serve(server, hosts) && ReadAll(client, received), Duration.FromSeconds(10)));

        Assert.StartsWith("HTTP/1.1 500 Internal Server Error\r\n", received.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n500 Internal Server Error\n", received.ToString(), StringComparison.Ordinal);
        var visit = Assert.Single(visits);
        Assert.Equal((true, failure.Message), (visit.IsWhole, visit.Failure));
    }

    [Fact]
    public void Closing_resets_whoever_is_there()
    {
        using var hosts = new TwoHosts();
        var server = new HttpServer(hosts.Right, Port, ServedContent.Of("hello"), Patience);
        var client = Ask(hosts, "GET / HT");
        Assert.True(hosts.RunUntil(() => Serve(server, hosts) && server.ConnectionCount == 1, Duration.FromSeconds(10)));

        server.Close();
        hosts.Settle();

        Assert.Equal(CloseReason.Reset, client.CloseReason);
    }

    private static TcpConnection Ask(TwoHosts hosts, string request, int port = 40_000)
    {
        var client = hosts.Left.Connect(new TcpEndpoint(TwoHosts.LeftAddress, port), new TcpEndpoint(TwoHosts.RightAddress, Port), hosts.Now);
        client.Write(Encoding.ASCII.GetBytes(request));
        return client;
    }

    private static bool Serve(HttpServer server, TwoHosts hosts)
    {
        server.Serve(hosts.Now);
        return true;
    }

    private static bool ReadAll(TcpConnection client, StringBuilder received)
    {
        var buffer = new byte[10_000];
        while (client.Read(buffer) is > 0 and var count)
        {
            received.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }

        return client.IsReadToEnd;
    }
}
