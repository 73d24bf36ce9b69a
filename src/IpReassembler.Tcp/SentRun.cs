using IpReassembler.Packets;

namespace IpReassembler.Tcp;

/// <summary>Bytes that stand together in the stream, went out at the same moment, and have had the same fate since.</summary>
/// <param name="Start">The number of the first one.</param>
/// <param name="End">The number behind the last one.</param>
/// <param name="Fate">What became of them.</param>
/// <param name="SentAt">When they went out last; nothing once they have arrived.</param>
/// <param name="IsAgain">Whether that was not the first time; false once they have arrived.</param>
internal readonly record struct SentRun(SequenceNumber Start, SequenceNumber End, Fate Fate, Timestamp SentAt, bool IsAgain)
{
    /// <summary>How many they are.</summary>
    public int Length => End - Start;

    /// <summary>Whether both are one run: they touch, and nothing tells them apart.</summary>
    public bool Continues(in SentRun before) =>
        before.End == Start && before.Fate == Fate && before.SentAt == SentAt && before.IsAgain == IsAgain;
}
