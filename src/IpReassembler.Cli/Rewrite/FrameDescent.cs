using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Cli;

/// <summary>Shows the cache the packets of a frame from the outermost one in, and keeps the headers around the one it is at.</summary>
internal sealed class FrameDescent(ReassemblyCache cache, ReassemblyOptions options)
{
    private readonly TunnelOpener _tunnels = new(options);

    /// <summary>The headers around the packet.</summary>
    public TunnelEnvelope Around { get; } = new();

    /// <summary>Shows the cache the outermost packet; without one, that time went on.</summary>
    /// <param name="input">Where the frame was read.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="packet">Its packet; empty without one.</param>
    public OutcomeSequence Begin(CaptureInput input, in CapturedFrame frame, out IpPacket packet)
    {
        Around.Clear();
        return input.Feed(cache, frame, out packet);
    }

    /// <summary>Goes on to the packet inside.</summary>
    /// <param name="packet">The packet; the one inside afterwards.</param>
    /// <param name="outcomes">What the cache said; of the one inside afterwards.</param>
    /// <returns>False when there is none.</returns>
    public bool GoOn(ref IpPacket packet, ref OutcomeSequence outcomes)
    {
        if (!options.OpensTunnels || packet.Bytes.IsEmpty)
        {
            return false;
        }

        if (Tunnel.TryOpen(packet, out var inner, out _))
        {
            Around.Add(packet.Bytes, inner.Bytes);
        }
        else
        {
            foreach (var outcome in outcomes)
            {
                if (outcome.Fate == FragmentFate.Completes && Tunnel.TryOpen(packet with { Bytes = outcome.Packet }, out inner, out _))
                {
                    Around.Add(outcome.Packet, inner.Bytes);
                    break;
                }
            }
        }

        return _tunnels.TryGoOn(cache, ref packet, ref outcomes);
    }
}
