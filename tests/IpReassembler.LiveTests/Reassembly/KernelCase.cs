using IpReassembler.Packets;

namespace IpReassembler.LiveTests.Reassembly;

/// <summary>Fragments ready to be sent: one case, with a source address that no other case has.</summary>
/// <remarks>Linux counts per source how far fragments of one datagram lie apart, and what a case leaves behind waits under its source.</remarks>
/// <param name="Source">The source address.</param>
/// <param name="Frames">In the order of sending, each from its Ethernet header on.</param>
/// <param name="Closing">Frames that make the kernel forget whatever the case left waiting.</param>
internal sealed record KernelCase(IpAddress Source, byte[][] Frames, byte[][] Closing);
