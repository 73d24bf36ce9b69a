namespace IpReassembler.Records;

/// <summary>What the kernel counted during a live capture.</summary>
/// <param name="Received">Packets that passed the filter; on a loopback interface each counts twice.</param>
/// <param name="Dropped">Packets that found the kernel's buffer full.</param>
/// <param name="DroppedByInterface">Packets that the interface or its driver dropped, as far as it says.</param>
public sealed record LiveCounts(long Received, long Dropped, long DroppedByInterface);
