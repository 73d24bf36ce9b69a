using System.Globalization;
using IpReassembler.Packets;

namespace IpReassembler.Records;

/// <summary>What the link types are called in records.</summary>
public static class LinkNames
{
    /// <summary>A lower-case name, or the LINKTYPE_ number where there is none; <c>mixed</c> for null.</summary>
    public static string Of(LinkType? link) => link switch
    {
        null => "mixed",
        LinkType.Null => "null",
        LinkType.Ethernet => "ethernet",
        LinkType.Ppp => "ppp",
        LinkType.RawBsd or LinkType.RawOpenBsd or LinkType.Raw => "raw",
        LinkType.PppHdlc => "ppp-hdlc",
        LinkType.PppOverEthernet => "pppoe",
        LinkType.CiscoHdlc => "cisco-hdlc",
        LinkType.Loop => "loop",
        LinkType.LinuxSll => "linux-sll",
        LinkType.Ipv4 => "ipv4",
        LinkType.Ipv6 => "ipv6",
        LinkType.LinuxSll2 => "linux-sll2",
        _ => "linktype-" + ((int)link).ToString(CultureInfo.InvariantCulture),
    };
}
