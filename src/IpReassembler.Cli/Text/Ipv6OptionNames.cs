using IpReassembler.Packets;

namespace IpReassembler.Cli;

/// <summary>What the options of IPv6 are called. Those that are explained have an <see cref="Ipv6OptionKind"/>; the others are of IANA's list.</summary>
internal static class Ipv6OptionNames
{
    /// <summary>The name, or <c>unknown option</c>.</summary>
    public static string Of(Ipv6OptionKind kind) => kind switch
    {
        Ipv6OptionKind.Pad1 or Ipv6OptionKind.PadN => "padding",
        Ipv6OptionKind.TunnelEncapsulationLimit => "encapsulation limit",
        Ipv6OptionKind.RouterAlert => "router alert",
        Ipv6OptionKind.JumboPayload => "jumbo payload",
        Ipv6OptionKind.HomeAddress => "home address",
        (Ipv6OptionKind)0x07 => "CALIPSO",
        (Ipv6OptionKind)0x26 => "quick-start",
        (Ipv6OptionKind)0x30 => "minimum path MTU",
        (Ipv6OptionKind)0x23 or (Ipv6OptionKind)0x63 => "RPL",
        (Ipv6OptionKind)0x6d => "MPL",
        (Ipv6OptionKind)0x11 or (Ipv6OptionKind)0x31 => "IOAM",
        (Ipv6OptionKind)0x8b => "ILNP nonce",
        (Ipv6OptionKind)0x8c => "line identification",
        var other when ((byte)other & 0x1f) == 0x1e => "experiment",
        _ => "unknown option",
    };
}
