using IpReassembler.Packets;

namespace IpReassembler.Timing;

/// <summary>How fast identifications are used up, and how soon the first one comes again (RFC 4963, RFC 6864).</summary>
/// <remarks>
/// Counted are the datagrams whose fragments were seen: a host that numbers whole packets from the same counter uses it up
/// faster, so the time to the wrap is an upper bound.
/// </remarks>
/// <param name="Datagrams">How many datagrams the rate was measured over.</param>
/// <param name="PerSecond">Identifications used in a second, on average between the first and the last datagram.</param>
/// <param name="Wrap">How long all of them last at that rate; at most <see cref="Duration.Longest"/>.</param>
/// <param name="Version">Whose identifications: of 16 bits, or of 32.</param>
public readonly record struct IdentificationBudget(long Datagrams, double PerSecond, Duration Wrap, IpVersion Version)
{
    /// <summary>How many datagrams it takes to speak of a rate: of two that came together it would say nothing.</summary>
    public const int LeastForRate = 10;

    /// <summary>How many datagrams it takes to speak of a risk: a handful sent at once wraps nothing.</summary>
    public const int LeastDatagrams = 1_000;

    /// <summary>Whether an identification can come again while fragments of the datagram before still wait: then the two are mixed. Never for fewer than <see cref="LeastDatagrams"/>.</summary>
    /// <param name="timeout">How long fragments of this <see cref="Version"/> wait.</param>
    public bool IsAtRisk(Duration timeout) => Datagrams >= LeastDatagrams && Wrap < timeout;

    /// <summary>The budget of datagrams that began within a time; null where that tells no rate: fewer than <see cref="LeastForRate"/> datagrams, or no time.</summary>
    /// <param name="datagrams">How many.</param>
    /// <param name="span">From the beginning of the first to that of the last.</param>
    /// <param name="version">Whose identifications they use up: IPv4 has 65,536, IPv6 4,294,967,296.</param>
    public static IdentificationBudget? Of(long datagrams, Duration span, IpVersion version)
    {
        if (datagrams < LeastForRate || span <= Duration.Zero)
        {
            return null;
        }

        var perSecond = (datagrams - 1) / (span.Nanoseconds / 1e9);
        var wrap = (version == IpVersion.V6 ? 4_294_967_296.0 : 65_536.0) / perSecond * 1e9;
        return new IdentificationBudget(datagrams, perSecond, wrap >= long.MaxValue ? Duration.Longest : new Duration((long)wrap), version);
    }
}
