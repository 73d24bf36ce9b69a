using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Cli;

/// <summary>Who sends what to whom: datagrams that share all three must differ in their identifications (RFC 6864 section 3).</summary>
internal readonly record struct HostPair(IpAddress Source, IpAddress Destination, byte Protocol)
{
    public static HostPair Of(in DatagramKey key, byte protocol) => new(key.Source, key.Destination, protocol);
}
