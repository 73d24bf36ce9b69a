using IpReassembler.Packets;

namespace IpReassembler.Cli;

/// <summary>What the options of an IPv4 header are called. Those that are explained have an <see cref="Ipv4OptionKind"/>; the others are of IANA's list.</summary>
internal static class Ipv4OptionNames
{
    /// <summary>The name, or <c>unknown option</c>.</summary>
    public static string Of(Ipv4OptionKind kind) => kind switch
    {
        Ipv4OptionKind.EndOfOptions => "end of options",
        Ipv4OptionKind.NoOperation => "no operation",
        Ipv4OptionKind.RecordRoute => "record route",
        Ipv4OptionKind.Timestamp => "timestamp",
        Ipv4OptionKind.Security => "security",
        Ipv4OptionKind.LooseSourceRoute => "loose source route",
        Ipv4OptionKind.StreamIdentifier => "stream identifier",
        Ipv4OptionKind.StrictSourceRoute => "strict source route",
        Ipv4OptionKind.RouterAlert => "router alert",
        (Ipv4OptionKind)11 => "MTU probe",
        (Ipv4OptionKind)12 => "MTU reply",
        (Ipv4OptionKind)25 => "quick-start",
        (Ipv4OptionKind)82 => "traceroute",
        (Ipv4OptionKind)133 => "extended security",
        (Ipv4OptionKind)134 => "commercial security",
        (Ipv4OptionKind)30 or (Ipv4OptionKind)94 or (Ipv4OptionKind)158 or (Ipv4OptionKind)222 => "experiment",
        _ => "unknown option",
    };
}
