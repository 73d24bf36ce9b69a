using IpReassembler.Capture;
using IpReassembler.Packets;

namespace IpReassembler.Tcp;

/// <summary>A link between two devices that exists in simulated time only: what it loses, doubles, delays and breaks is decided by its seed.</summary>
/// <remarks>The same packets at the same times give the same result on every machine.</remarks>
public sealed class SimulatedLink : IDisposable
{
    private readonly ImpairedPath _there;
    private readonly ImpairedPath _back;

    /// <summary>A link with nothing on it.</summary>
    /// <param name="mtu">The largest packet, in bytes.</param>
    /// <param name="there">What happens from <see cref="Left"/> to <see cref="Right"/>.</param>
    /// <param name="back">What happens from <see cref="Right"/> to <see cref="Left"/>.</param>
    /// <param name="start">The time it is to begin with.</param>
    public SimulatedLink(int mtu, ImpairmentOptions there, ImpairmentOptions back, Timestamp start = default)
    {
        Now = start;
        (_there, _back) = (new ImpairedPath(there), new ImpairedPath(back));
        Left = new End(this, mtu, _there, _back);
        Right = new End(this, mtu, _back, _there);
    }

    /// <summary>One end.</summary>
    public IPacketDevice Left { get; }

    /// <summary>The other end.</summary>
    public IPacketDevice Right { get; }

    /// <summary>The time it is.</summary>
    public Timestamp Now { get; private set; }

    /// <summary>When it is worth looking for a packet at either end; null when none is on its way.</summary>
    public Timestamp? NextDue => _there.NextDue is { } there && _back.NextDue is { } back ? (there < back ? there : back) : _there.NextDue ?? _back.NextDue;

    /// <summary>What happened from <see cref="Left"/> to <see cref="Right"/>.</summary>
    public ImpairmentCounters CountersThere => _there.Counters;

    /// <summary>What happened from <see cref="Right"/> to <see cref="Left"/>.</summary>
    public ImpairmentCounters CountersBack => _back.Counters;

    /// <summary>Lets time pass; it does not go back.</summary>
    public void AdvanceTo(Timestamp time) => Now = time > Now ? time : Now;

    /// <inheritdoc/>
    public void Dispose()
    {
        _there.Dispose();
        _back.Dispose();
    }

    private sealed class End(SimulatedLink link, int mtu, ImpairedPath outward, ImpairedPath inward) : IPacketDevice
    {
        public int Mtu => mtu;

        public Timestamp Now => link.Now;

        public bool TryReceive(out ReadOnlySpan<byte> packet) => inward.TryReceive(link.Now, out packet);

        // Like any link, it takes nothing that is too long for it.
        public bool TrySend(ReadOnlySpan<byte> packet) => packet.Length > mtu || outward.TrySend(packet, link.Now);

        public void Wait(Timestamp deadline) =>
            link.AdvanceTo(link.NextDue is { } due && due < deadline ? due : deadline);

        public void Dispose() => link.Dispose();
    }
}
