using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>What an outcome tells of.</summary>
public enum OutcomeKind
{
    /// <summary>A fragment came, and this is its fate.</summary>
    Fragment,

    /// <summary>The policy gave up on a datagram: it was not whole within the timeout.</summary>
    Timeout,

    /// <summary>The policy threw away what it held and began anew: too many other fragments of the source had come in between (<see cref="OverlapPolicy.LinuxWithMaxDistance"/>).</summary>
    DistanceReset,

    /// <summary>A datagram was thrown away to keep a limit.</summary>
    Eviction,

    /// <summary>A datagram's record is closed: nothing will be added to it, and its verdict stands.</summary>
    Ended,
}

/// <summary>One thing that happened in the cache: a fragment's fate, or the end of a wait.</summary>
/// <remarks>Everything it shows is lent until the next call to the cache; who asks later than that for more than <see cref="Kind"/> and <see cref="At"/> gets an <see cref="InvalidOperationException"/>.</remarks>
public readonly ref struct FragmentOutcome
{
    private readonly OutcomeLog _log;
    private readonly int _place;
    private readonly int _call;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal FragmentOutcome(OutcomeLog log, in Happening happening)
    {
        _log = log;
        Kind = happening.Kind;
        (_place, _call) = (happening.Place, log.Call);
        At = happening.At;
    }

    /// <summary>What happened.</summary>
    public OutcomeKind Kind { get; }

    /// <summary>The datagram concerned; null for a fragment whose header no host would trust.</summary>
    public Datagram? Datagram => Lent.RecordAt(_place);

    /// <summary>
    /// Whether it ends a datagram of which nothing but one small fragment came, with nothing wrong about it, and for whose record nobody has asked.
    /// A flood of first fragments is made of these: whoever only sums up finds all there is to sum in <see cref="OnlyFragment"/>
    /// and <see cref="EvictedBy"/>, and <see cref="Datagram"/> need not be made.
    /// </summary>
    public bool EndsAlone
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Kind == OutcomeKind.Ended && Lent.At(_place).Record is null;
    }

    /// <summary>That fragment; to be asked for only when <see cref="EndsAlone"/>.</summary>
    public ref readonly JournalEntry OnlyFragment
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Lent.At(_place).Alone.Entry;
    }

    /// <summary>The limit that cut its datagram, none where the input ended first; to be asked for only when <see cref="EndsAlone"/>.</summary>
    public CacheLimit EvictedBy
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Lent.At(_place).Alone.EvictedBy;
    }

    /// <summary>When it happened, in the capture's time: a timeout at its deadline, whenever it was noticed. Meaningful for all but <see cref="OutcomeKind.Ended"/>.</summary>
    public Timestamp At { get; }

    /// <summary>The fragment; empty for everything but <see cref="OutcomeKind.Fragment"/>.</summary>
    public JournalEntry Fragment => Kind == OutcomeKind.Fragment ? Lent.Fragment : default;

    /// <summary>What the chosen policy did with the fragment; meaningful for <see cref="OutcomeKind.Fragment"/>.</summary>
    public FragmentFate Fate => Kind == OutcomeKind.Fragment ? Lent.Fragment.Fate : default;

    /// <summary>What is strange about the fragment.</summary>
    public Anomaly Anomalies => Kind == OutcomeKind.Fragment ? Lent.Fragment.Anomalies : default;

    /// <summary>Where the payload begins in <see cref="Packet"/>.</summary>
    public int HeaderLength => Delivered?.HeaderLength ?? 0;

    /// <summary>The rebuilt packet, header and payload, when <see cref="Fate"/> is <see cref="FragmentFate.Completes"/>; otherwise empty.</summary>
    public ReadOnlySpan<byte> Packet => Delivered is { } store ? store.Packet(Datagram!.DeliveredLength) : default;

    /// <summary>The reassembled payload, without the IP header; empty unless complete.</summary>
    public ReadOnlySpan<byte> Payload => Packet[HeaderLength..];

    private PayloadStore? Delivered => Fate == FragmentFate.Completes ? Datagram!.Delivered : null;

    // What the call led to. The next call writes over it.
    private OutcomeLog Lent
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (_call != _log.Call)
            {
                ThrowReturned();
            }

            return _log;
        }
    }

    [DoesNotReturn]
    private static void ThrowReturned() =>
        throw new InvalidOperationException("An outcome is lent until the next call to the cache; copy what is needed of it before that.");
}
