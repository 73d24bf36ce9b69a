namespace IpReassembler.Reassembly;

/// <summary>Anomalies that mean the same to a question asked often.</summary>
internal static class Anomalies
{
    /// <summary>Those that contradict what a datagram can be.</summary>
    public const Anomaly Malformed = Anomaly.ConflictingEnd | Anomaly.BeyondEnd | Anomaly.ZeroLength | Anomaly.Unaligned | Anomaly.TooLong;

    /// <summary>Those with which a fragment is no evidence of any byte.</summary>
    public const Anomaly Unusable = Malformed | Anomaly.TruncatedFragment | Anomaly.BadHeaderChecksum;

    /// <summary>Those that say that two fragments brought different bytes for one place.</summary>
    public const Anomaly Conflicting = Anomaly.DuplicateConflicting | Anomaly.OverlapConflicting;

    /// <summary>Those that say nothing against the bytes of a fragment.</summary>
    public const Anomaly Notices =
        Anomaly.TinyFragment | Anomaly.EcnInvalidMix | Anomaly.TimeToLiveChanged | Anomaly.ReservedFlag | Anomaly.IdentificationReused
        | Anomaly.SmallFragment | Anomaly.SecondFragmentHeader;
}
