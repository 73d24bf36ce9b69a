using System.Runtime.CompilerServices;
using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>Goes on from a packet to the one that it carries, or that the datagram carries which it completed.</summary>
/// <remarks>
/// <code>
/// var outcomes = cache.Accept(packet);
/// do { ... } while (tunnels.TryGoOn(cache, ref packet, ref outcomes));
/// </code>
/// The cache lends a rebuilt datagram until its next call, and the packet inside is that next call: so it is copied here first, into the one
/// buffer that there is, because each packet has been taken in before the one inside it is looked for. The rows end at
/// <see cref="Tunnel.MaxDepth"/>, since every packet is one deeper than the one that carried it.
/// </remarks>
public sealed class TunnelOpener
{
    /// <summary>The most tunnels that are told apart at once, where <see cref="KeyFields.Tunnel"/> asks for it; the oldest are forgotten. One costs about 120 bytes.</summary>
    public const int MaxTunnels = 65_536;

    private readonly bool _opens;
    private readonly TunnelNumbers? _numbers;
    private byte[] _copy = [];

    /// <summary>Prepares for a cache with the same options.</summary>
    public TunnelOpener(ReassemblyOptions? options = null)
    {
        options ??= new ReassemblyOptions();
        _opens = options.OpensTunnels;
        _numbers = (options.Key & KeyFields.Tunnel) != 0 ? new TunnelNumbers(MaxTunnels) : null;
    }

    /// <summary>Shows the cache the packet inside the one that it was shown last.</summary>
    /// <param name="cache">The cache.</param>
    /// <param name="packet">The packet it was shown; the one inside afterwards. That is good until the next call here, or until the bytes of the frame go.</param>
    /// <param name="outcomes">What it said; of the one inside afterwards.</param>
    /// <returns>False when there is none: both are as they were.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGoOn(ReassemblyCache cache, ref IpPacket packet, ref OutcomeSequence outcomes) =>
        _opens && (outcomes.HasDelivered || Tunnel.MayBeIn(packet)) && TryOpen(cache, ref packet, ref outcomes);

    private bool TryOpen(ReassemblyCache cache, ref IpPacket packet, ref OutcomeSequence outcomes)
    {
        if (!Tunnel.TryOpen(packet, out var inner, out var name) && !TryOpenDelivered(packet, outcomes, out inner, out name))
        {
            return false;
        }

        packet = _numbers is null ? inner : inner with { Tunnel = _numbers.Of(name) };
        outcomes = cache.Accept(packet);
        return true;
    }

    private bool TryOpenDelivered(scoped in IpPacket last, OutcomeSequence outcomes, out IpPacket inner, out TunnelName name)
    {
        foreach (var outcome in outcomes)
        {
            if (outcome is { Kind: OutcomeKind.Fragment, Fate: FragmentFate.Completes }
                && Tunnel.TryOpen(last with { Bytes = outcome.Packet }, out var lent, out name))
            {
                var bytes = Copy(lent.Bytes);
                inner = lent with { Bytes = bytes };
                return true;
            }
        }

        inner = default;
        name = default;
        return false;
    }

    private ReadOnlySpan<byte> Copy(ReadOnlySpan<byte> lent)
    {
        if (_copy.Length < lent.Length)
        {
            _copy = new byte[Math.Max(lent.Length, 1 << 16)];
        }

        lent.CopyTo(_copy);
        return _copy.AsSpan(0, lent.Length);
    }
}
