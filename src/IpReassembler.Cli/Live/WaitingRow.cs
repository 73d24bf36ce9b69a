using IpReassembler.Packets;
using IpReassembler.Records;

namespace IpReassembler.Cli;

/// <summary>A datagram that waited at one moment.</summary>
/// <param name="Record">What had come of it.</param>
/// <param name="Left">How long it would still wait; <see cref="Duration.Longest"/> for ever.</param>
internal sealed record WaitingRow(DatagramRecord Record, Duration Left);
