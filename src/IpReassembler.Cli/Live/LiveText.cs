using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Records;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>What flows and waiting datagrams are called: on the screen, and where a filter looks for words.</summary>
internal static class LiveText
{
    /// <summary>The flow with its ports, where it has one pair of them: <c>10.9.0.1:5201 > 10.9.0.2:5201 udp</c>.</summary>
    public static string Of(FlowRow flow) => flow.Ports is { } ports
        ? $"{EndPoint(flow.Key.Source, ports.Source)} > {EndPoint(flow.Key.Destination, ports.Destination)} {ProtocolNames.Of(flow.Key.Protocol)}"
        : $"{flow.Key.Source} > {flow.Key.Destination} {ProtocolNames.Of(flow.Key.Protocol)}";

    /// <summary>The words of a waiting datagram that a filter may ask for.</summary>
    /// <param name="key">What tells it from others. IPv6 keeps no protocol in it.</param>
    /// <param name="protocol">What its fragments say they carry.</param>
    /// <param name="number">The number of its first frame.</param>
    public static string Of(in DatagramKey key, byte protocol, long number) => Invariant(
        $"#{DatagramRecord.NameOf(number, key.Depth)} {key.Source} > {key.Destination} {ProtocolNames.Of(protocol)} id {RecordText.Identification(key)}");

    private static string EndPoint(IpAddress address, int port) =>
        address.Version == IpVersion.V4 ? Invariant($"{address}:{port}") : Invariant($"[{address}]:{port}");
}
