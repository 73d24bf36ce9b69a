using IpReassembler.Packets;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>What tunnels are called.</summary>
internal static class TunnelNames
{
    /// <summary>The word for a kind of tunnel.</summary>
    public static string Of(TunnelKind kind) => kind switch
    {
        TunnelKind.IpInIp => "ipip",
        TunnelKind.Gre => "gre",
        TunnelKind.Vxlan => "vxlan",
        TunnelKind.Geneve => "geneve",
        _ => "gtp-u",
    };

    /// <summary>The tunnel, its ends, and its key where it has one.</summary>
    public static string Describe(TunnelName tunnel) =>
        $"{Of(tunnel.Kind)} {tunnel.Source} > {tunnel.Destination}{(tunnel.Key == 0 ? "" : Invariant($" key {tunnel.Key}"))}";
}
