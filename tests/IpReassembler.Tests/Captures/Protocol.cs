namespace IpReassembler.Tests.Captures;

/// <summary>The protocol numbers the recipes use.</summary>
internal static class Protocol
{
    public const byte Icmp = 1;
    public const byte Udp = 17;
}
