using System.Net;
using IpReassembler.Cli;
using IpReassembler.Transfer;
using Xunit.Sdk;

namespace IpReassembler.Tests.Cli.Transfers;

/// <summary>Every kind of line, with every word that can stand in it. Beside this, each line that a running tool prints in a test is held against the schema.</summary>
public class TransferSchemaTests
{
    private static readonly string Hash = new('a', 64);

    [Fact]
    public void Knows_every_kind_of_line()
    {
        var somebody = new IPEndPoint(IPAddress.IPv6Loopback, 5300);
        var file = new TransferredFile("\u202ea\"\n", long.MaxValue, Hash, FileFate.Received);
        string[] lines =
        [
            .. new[] { "sst", "upload", "batch", "message", "commands" }.Select(protocol => TransferJson.Listening(protocol, somebody)),
            UdpJson.Listening(somebody),
            .. Enum.GetValues<FileFate>().Select(fate => TransferJson.File("192.0.2.1:1", file with { Fate = fate })),
            TransferJson.File("192.0.2.1:1", file with { Path = "inbox/a", Text = "olá" }),
            .. Enum.GetValues<CommandKind>().Select(kind => TransferJson.Words(CommandVocabulary.PickledWord(kind), "text")),
            TransferJson.Names("LISTAR", []),
            TransferJson.Names("LISTAR", ["a", ""]),
            .. Enum.GetValues<TransferFault>().Select(fault => TransferJson.Failed(null, null, new TransferException(fault, "why"))),
            TransferJson.Failed("192.0.2.1:1", new TransferStep("a", 4, 5), new TransferException(TransferFault.Integrity, "why")),
            UdpJson.Sent(new UdpSendReport { Run = uint.MaxValue, Sent = 1, Size = 65_507, Refused = 0, Duration = TimeSpan.FromSeconds(1), Failure = null }, somebody),
            UdpJson.Sent(new UdpSendReport { Run = 0, Sent = 0, Size = 28, Refused = 1, Duration = TimeSpan.Zero, Failure = "why" }, somebody),
            UdpJson.Received(new UdpRunReport()),
            UdpJson.Received(new UdpRunReport { Source = somebody, Sent = 5, Received = 4, Lost = 1, LeastDelay = 7 }),
            UdpJson.Besides(new UdpSinkCounters()),
        ];
        Assert.All(lines, line => LineSchema.Check(line));
    }

    [Theory]
    [InlineData("""{"type":"listening","protocol":"ftp","address":"127.0.0.1","port":21}""")]
    [InlineData("""{"type":"file","name":"a","bytes":1,"sha256":"a","fate":"sent","peer":"x"}""")]
    [InlineData("""{"type":"failure","fault":"NotPermitted","message":"why"}""")]
    [InlineData("""{"type":"udp-besides","foreign":-1,"corrupt":0,"stray":0,"refused":0}""")]
    [InlineData("""{"type":"answer","command":"HORA","text":"x","more":1}""")]
    public void Refuses_other_lines(string line) => Assert.ThrowsAny<XunitException>(() => LineSchema.Check(line));
}
