using IpReassembler.Tests.Reassembly;

namespace IpReassembler.LiveTests.Reassembly;

/// <summary>Fragments of one datagram to be tried on two hosts.</summary>
/// <param name="Name">How to make it again: its seed, or its place among all.</param>
/// <param name="Fragments">In the order of their arrival.</param>
internal sealed record Trial(string Name, FragmentSketch[] Fragments);
