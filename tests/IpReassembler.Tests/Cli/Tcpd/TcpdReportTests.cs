using IpReassembler.Cli;
using IpReassembler.Packets;
using IpReassembler.Tcp;
using IpReassembler.Tests.Tcp.Http;

namespace IpReassembler.Tests.Cli.Tcpd;

/// <summary>What is told of answers while the server runs.</summary>
public class TcpdReportTests
{
    [Fact]
    public void Why_a_file_cannot_be_read_is_said_once_until_it_is_something_else()
    {
        using var content = new FailingContent(1_000);
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var report = new TcpdReport(content, output, error);

        report.Answered(Visit(40_000, "Stale file handle"));
        report.Answered(Visit(40_001, "Stale file handle"));
        report.Answered(Visit(40_002, "it has become shorter"));

        Assert.Equal(
            """
            192.0.2.1:40000  GET /  200  700 bytes, broken off
            192.0.2.1:40001  GET /  200  700 bytes, broken off
            192.0.2.1:40002  GET /  200  700 bytes, broken off

            """.ReplaceLineEndings("\n"),
            output.ToString());
        Assert.Equal(
            """
            ipreasm: cannot read file: Stale file handle. Answers that need it fail; the server goes on.
            ipreasm: cannot read file: it has become shorter. Answers that need it fail; the server goes on.

            """.ReplaceLineEndings("\n"),
            error.ToString());
    }

    private static HttpVisit Visit(int port, string failure) => new(
        new ConnectionName(new TcpEndpoint(IpAddress.Parse("192.0.2.2"), 7_000), new TcpEndpoint(IpAddress.Parse("192.0.2.1"), port)),
        new HttpRequest { Status = HttpStatus.Ok, Method = "GET", Path = "/" },
        HttpStatus.Ok,
        700,
        IsWhole: false,
        Duration.Zero,
        failure);
}
