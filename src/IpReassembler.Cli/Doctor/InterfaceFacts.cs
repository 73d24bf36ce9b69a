using IpReassembler.Capture;

namespace IpReassembler.Cli;

/// <summary>What is known of an interface that is switched on.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsLoopback">Whether it leads back to this machine.</param>
/// <param name="Mtu">The longest packet it takes, in bytes; null where the system does not say.</param>
/// <param name="Offloads">What is done with packets where a capture does not see it.</param>
internal sealed record InterfaceFacts(string Name, bool IsLoopback, int? Mtu, InterfaceOffloads Offloads);
