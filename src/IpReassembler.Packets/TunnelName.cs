namespace IpReassembler.Packets;

/// <summary>One direction of one tunnel: what tells its packets from those of others.</summary>
/// <param name="Kind">How it carries them.</param>
/// <param name="Source">Where they go in.</param>
/// <param name="Destination">Where they come out.</param>
/// <param name="Key">GRE's key or call, a virtual network's number, GTP-U's endpoint; 0 where there is none.</param>
/// <param name="Outer">The <see cref="IpPacket.Tunnel"/> that the tunnel itself runs in.</param>
public readonly record struct TunnelName(TunnelKind Kind, IpAddress Source, IpAddress Destination, uint Key, uint Outer);
