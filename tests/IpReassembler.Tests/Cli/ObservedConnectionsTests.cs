using System.Globalization;
using IpReassembler.Cli;
using IpReassembler.Packets;

namespace IpReassembler.Tests.Cli;

/// <summary>A script has a segment a line: milliseconds, who sends (c or s, and the client's number), its control bits, its payload bytes.</summary>
public class ObservedConnectionsTests
{
    private const string Handshake = "0 c S; 2 s SA; 3 c A";

    [Theory]
    [InlineData($"{Handshake}; 4 c A 100; 8 s A 1000; 9 c F; 10 s F; 12 c A", "10.0.0.1:1001 > 10.0.0.2:80 connect 3 data 6 fin 3 bytes 1100")]
    [InlineData($"{Handshake}; 4 s A 10; 7 s R", "10.0.0.1:1001 > 10.0.0.2:80 connect 3 data 4 reset 0 bytes 10")]
    [InlineData($"{Handshake}; 4 s A 10", "10.0.0.1:1001 > 10.0.0.2:80 connect 3 data 1 open bytes 10")]
    [InlineData("0 c S; 1 s RA", "10.0.0.1:1001 > 10.0.0.2:80 refused 1")] // nobody listens
    [InlineData("0 c S; 1000 c S; 3000 c S", "10.0.0.1:1001 > 10.0.0.2:80 unanswered 3000")]
    [InlineData("0 c S; 1000 c S; 1002 s SA; 1003 c A; 1005 c FA", "10.0.0.1:1001 > 10.0.0.2:80 connect 1003 data 2 fin 0 bytes 0")] // the first SYN was lost
    [InlineData("5 s A 100; 6 c A; 8 s FA; 9 c FA", "10.0.0.2:80 > 10.0.0.1:1001 data 3 fin 1 bytes 100")] // the beginning was not seen
    [InlineData("2 s SA; 3 c A; 4 c A 5", "10.0.0.1:1001 > 10.0.0.2:80 connect 1 data 1 open bytes 5")] // an answer tells who asked
    [InlineData($"{Handshake}; 4 c A 5; 5 c2 S; 6 s2 SA; 7 c2 A; 9 s2 A 500", "10.0.0.1:1002 > 10.0.0.2:80 connect 2 data 2 open bytes 500")] // the larger of two
    [InlineData($"{Handshake}; 4 c A 5; 5 c F; 6 s F; 10 c S; 11 s SA; 12 c A; 15 s A 9", "10.0.0.1:1001 > 10.0.0.2:80 connect 2 data 3 open bytes 9")] // ports used again
    public void Phases(string script, string expected)
    {
        var seen = Play(script);
        Assert.Equal(expected, Say(seen.Largest!));
    }

    [Fact]
    public void Nobody_can_make_it_remember_without_end()
    {
        var seen = Play(string.Join("; ", Enumerable.Range(1, 5000).Select(number => $"{number} c{number} S")));
        Assert.Equal(4096, seen.Count);
    }

    [Theory]
    [InlineData($"{Handshake}; 10 s A 10; 90 c F; 100 c F", "c###################ff", "░███████████████████▒▒")] // 3, 87 and 10 of 100
    [InlineData($"{Handshake}; 10000 c F; 10001 c F", "c####################f", "░████████████████████▒")] // what is there at all is seen
    [InlineData($"{Handshake}; 3 c F; 3 c F", "cccccccccccccccccccc#f", "░░░░░░░░░░░░░░░░░░░░█▒")]
    [InlineData("0 c S; 50 s SA; 50 c A; 50 c F; 100 c F", "ccccccccccc#ffffffffff", "░░░░░░░░░░░█▒▒▒▒▒▒▒▒▒▒")] // no data, and yet no bar without it
    [InlineData("5 s A 100; 6 c A", "######################", "██████████████████████")]
    public void Bar(string script, string ascii, string unicode)
    {
        var connection = Play(script).Largest!;
        var (plain, signs) = (PhaseBar.Draw(connection, 22, Style.Plain with { Ascii = true }), PhaseBar.Draw(connection, 22, Style.Plain));
        Assert.Equal(22, plain.Length);
        Assert.Equal((ascii, unicode), (plain, signs));
        Assert.Equal(3, PhaseBar.Draw(connection, 3, Style.Plain).Length);
    }

    private static string Say(ObservedConnection one)
    {
        static string Show(Duration time) => (time.Nanoseconds / 1_000_000).ToString(CultureInfo.InvariantCulture);
        var ends = $"{one.Client} > {one.Server} ";
        return !one.IsConnected ? $"{ends}{(one.IsReset ? "refused" : "unanswered")} {Show(one.Connecting!.Value)}"
            : $"{ends}{(one.Connecting is { } connecting ? $"connect {Show(connecting)} " : "")}data {Show(one.Sending)} "
                + $"{(one.Closing is { } closing ? $"{(one.IsReset ? "reset" : "fin")} {Show(closing)}" : "open")} bytes {one.Bytes}";
    }

    private static ObservedConnections Play(string script)
    {
        var seen = new ObservedConnections();
        foreach (var line in script.Split("; "))
        {
            var words = line.Split(' ');
            var port = (ushort)(1000 + (words[1].Length > 1 ? int.Parse(words[1].AsSpan(1), CultureInfo.InvariantCulture) : 1));
            var isClient = words[1][0] == 'c';
            var (client, server) = (IpAddress.Parse("10.0.0.1"), IpAddress.Parse("10.0.0.2"));
            var payload = new byte[words.Length > 3 ? int.Parse(words[3], CultureInfo.InvariantCulture) : 0];
            var tcp = new TcpHeader
            {
                SourcePort = isClient ? port : (ushort)80,
                DestinationPort = isClient ? (ushort)80 : port,
                ControlBits = words[2].Aggregate(TcpControlBits.None, (bits, letter) => bits | letter switch
                {
                    'S' => TcpControlBits.Syn,
                    'F' => TcpControlBits.Fin,
                    'R' => TcpControlBits.Reset,
                    _ => TcpControlBits.Acknowledgment,
                }),
            };
            var ip = new Ipv4Header { Protocol = TransportChecksum.Tcp, Source = isClient ? client : server, Destination = isClient ? server : client };
            var bytes = new byte[ip.Length + tcp.Length + payload.Length];
            ip.WriteTo(bytes, tcp.Length + payload.Length);
            tcp.WriteTo(bytes.AsSpan(ip.Length), ip.Source, ip.Destination, payload);
            payload.CopyTo(bytes.AsSpan(ip.Length + tcp.Length));
            Assert.True(Ipv4Packet.TryParse(bytes, out var packet, out _));
            seen.Add(packet.Protocol, packet.Source, packet.Destination, packet.Payload, new Timestamp(long.Parse(words[0], CultureInfo.InvariantCulture) * 1_000_000));
        }

        return seen;
    }
}
