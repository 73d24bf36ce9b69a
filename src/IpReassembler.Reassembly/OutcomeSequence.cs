using System.Runtime.CompilerServices;

namespace IpReassembler.Reassembly;

/// <summary>What one call to the cache led to, in order. Enumerate it before the next call.</summary>
public readonly struct OutcomeSequence
{
    private readonly OutcomeLog _log;

    internal OutcomeSequence(OutcomeLog log) => _log = log;

    /// <summary>How many outcomes there are.</summary>
    public int Count => _log.Count;

    /// <summary>Whether a record is closed by one of them: who only wants finished datagrams need not look at the others.</summary>
    public bool HasEnded => _log.HasEnded;

    /// <summary>Whether one of them delivers a datagram.</summary>
    public bool HasDelivered => _log.HasDelivered;

    /// <summary>Begins at the first outcome.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Enumerator GetEnumerator() => new(_log);

    /// <summary>Walks the outcomes.</summary>
    public struct Enumerator
    {
        private readonly OutcomeLog _log;
        private int _next;

        internal Enumerator(OutcomeLog log) => _log = log;

        /// <summary>The outcome reached.</summary>
        public readonly FragmentOutcome Current
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => new(_log, _log[_next - 1]);
        }

        /// <summary>Goes on to the next outcome.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool MoveNext() => ++_next <= _log.Count;
    }
}
