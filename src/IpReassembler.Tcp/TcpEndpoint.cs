using IpReassembler.Packets;

namespace IpReassembler.Tcp;

/// <summary>One end of a connection: what RFC 9293 calls a socket.</summary>
/// <param name="Address">The address of the host.</param>
/// <param name="Port">1 to 65,535.</param>
public readonly record struct TcpEndpoint(IpAddress Address, int Port)
{
    /// <summary><c>192.0.2.1:80</c>, <c>[2001:db8::1]:80</c>.</summary>
    public override string ToString() => Address.Version == IpVersion.V6 ? $"[{Address}]:{Port}" : $"{Address}:{Port}";
}
