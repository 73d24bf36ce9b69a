using IpReassembler.Packets;

namespace IpReassembler.Tcp;

/// <summary>A request, and what became of its answer.</summary>
/// <param name="Connection">Who asked.</param>
/// <param name="Request">What.</param>
/// <param name="Status">What it was answered with.</param>
/// <param name="Length">How many bytes of the answer were handed to TCP, its head counted.</param>
/// <param name="IsWhole">Whether that was all of it.</param>
/// <param name="Duration">How long that took. The last of it may still be on its way.</param>
/// <param name="Failure">Why the content could not be read; null when it could, or when nobody wanted it.</param>
public sealed record HttpVisit(
    ConnectionName Connection, HttpRequest Request, HttpStatus Status, long Length, bool IsWhole, Duration Duration, string? Failure);
