using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Records;

/// <summary>One datagram that a host with a compared policy delivered: what is kept of a <see cref="ViewDelivery"/>.</summary>
/// <param name="Frame">The frame that closed the last hole.</param>
/// <param name="Payload">The reassembled payload, without the IP header. Deliveries of the same bytes share one array; nobody writes to it.</param>
/// <param name="Checksum">What its transport checksum says.</param>
/// <param name="Supplied">Which frame supplied which bytes, in order of offset.</param>
public sealed record DeliveryRecord(long Frame, byte[] Payload, ChecksumState Checksum, IReadOnlyList<SuppliedRange> Supplied);
