using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>A datagram that waits for fragments, as <see cref="ReassemblyCache.Waiting"/> shows it.</summary>
/// <remarks>
/// The datagram is lent: it is good until the next call to the cache. What it says of bytes is the evidence, all that came since its first fragment.
/// A host that gave up and began anew holds less than that.
/// </remarks>
/// <param name="Datagram">What came of it so far, and what is missing.</param>
/// <param name="Since">When the wait began: with the first fragment that the host still holds.</param>
/// <param name="Deadline">When the host gives up. A point no clock reaches where it waits for ever.</param>
public readonly record struct WaitingDatagram(Datagram Datagram, Timestamp Since, Timestamp Deadline);
