using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>What a host with one of <see cref="ReassemblyOptions.Compare"/>'s policies did with the fragments of a record.</summary>
/// <remarks>
/// Its host lives its own life: an entry begins with the first fragment it stores and times out from there, is delivered or
/// killed, and the next fragment begins another. So one record can hold several deliveries. What the host still held when the record
/// ended it takes along into the next record of the key. That its time is up is noticed when the next fragment of the key comes, when the
/// chosen policy's entry times out, or when the record ends: it matters only where the clock steps back. Lent with its <see cref="Datagram"/>: good until the next call to the cache.
/// </remarks>
public sealed class ComparedView
{
    /// <summary>The most deliveries of one record that are kept; later ones are only counted.</summary>
    public const int MaxDeliveries = 8;

    /// <summary>The most ranges of <see cref="Missing"/> that are kept: the first ones.</summary>
    public const int MaxMissing = 8;

    // The objects that one costs beside its host, without what they hold.
    private const int OwnPrice = 312;

    private readonly MemoryLedger _ledger;
    private readonly List<ViewDelivery> _deliveries = [];
    private readonly List<ByteRange> _missing = new(MaxMissing);
    private readonly Stack<ViewDelivery> _idle = new();
    private PolicyView _host;

    internal ComparedView(OverlapPolicy policy, MemoryLedger ledger) => (Policy, _ledger, _host) = (policy, ledger, policy.CreateView(ledger));

    /// <summary>The policy.</summary>
    public OverlapPolicy Policy { get; }

    /// <summary>What became of the record: complete if anything was delivered, otherwise what happened first; open if the host only waits.</summary>
    public DatagramState State { get; private set; }

    /// <summary>The frame at which the host first threw its fragments away because of the policy; null when it never did. It may have delivered something before or afterwards.</summary>
    public long? KilledFrame { get; private set; }

    /// <summary>
    /// What the host lacked when its time was up, or when the record ended and it still waited: the first <see cref="MaxMissing"/> ranges of it.
    /// While it knows no end the last one ends at <see cref="int.MaxValue"/>.
    /// </summary>
    /// <remarks>Empty once something was delivered, when it never waited in vain, and when it had every byte but had ignored the fragment that says where the end is.</remarks>
    public IReadOnlyList<ByteRange> Missing => _missing;

    /// <summary>The frame with which the first delivery was whole; null when nothing was delivered.</summary>
    public long? CompleteFrame => _deliveries.Count > 0 ? _deliveries[0].Frame : null;

    /// <summary>How many datagrams the host delivered.</summary>
    public int DeliveryCount { get; private set; }

    /// <summary>What it delivered, in order: the first <see cref="MaxDeliveries"/> of them.</summary>
    public IReadOnlyList<ViewDelivery> Deliveries => _deliveries;

    /// <summary>Whether the host holds an entry.</summary>
    internal bool HoldsEntry => _host.Held > 0;

    /// <summary>When that entry began.</summary>
    internal Timestamp EntryStartedAt => _host.StartedAt;

    /// <summary>What it is charged with.</summary>
    internal int Price
    {
        get
        {
            var price = OwnPrice + _host.Price;
            foreach (var delivery in _deliveries)
            {
                price += delivery.Price;
            }

            return price;
        }
    }

    /// <summary>What it would cost more to take so many fragments up to <paramref name="end"/>.</summary>
    internal int PriceToTake(int end, int fragments) => _host.PriceToTake(end, fragments);

    /// <summary>Begins where every host stands by now.</summary>
    /// <param name="record">The record so far.</param>
    /// <param name="holdsFragments">Whether hosts hold its fragments; otherwise they hold nothing.</param>
    internal void Begin(Datagram record, bool holdsFragments)
    {
        State = record.State;
        if (holdsFragments)
        {
            record.Replay(_host);
            _host.Header.CopyFrom(record.Header);
        }
        else if (State == DatagramState.Timeout)
        {
            // Each host has held what came in time, and has thrown it away.
            record.Replay(_host);
            NoteMissing();
            _host.Forget();
        }
    }

    /// <summary>Takes one fragment.</summary>
    internal void Take(in FragmentView fragment)
    {
        var fate = _host.Add(fragment);
        if (fate == FragmentFate.Kills || _host.HasBegunAnew)
        {
            KilledFrame ??= fragment.Frame;
            State = State == DatagramState.Open ? DatagramState.Killed : State;
        }

        if (fate == FragmentFate.Completes)
        {
            Deliver(fragment);
        }

        if (fate is FragmentFate.Completes or FragmentFate.Kills)
        {
            _host.Forget();
        }
    }

    /// <summary>Throws the entry away, and says why.</summary>
    internal void GiveUp(DatagramState state)
    {
        if (State == DatagramState.Open)
        {
            State = state;
            if (state == DatagramState.Timeout)
            {
                NoteMissing();
            }
        }

        _host.Forget();
    }

    /// <summary>The record ends: if the host still waits, what it waits for is noted.</summary>
    internal void Conclude()
    {
        if (State == DatagramState.Open)
        {
            NoteMissing();
        }
    }

    /// <summary>Lets another view go on with the entry; it must have none.</summary>
    internal void HandOver(ComparedView next) => (_host, next._host) = (next._host, _host);

    /// <summary>Gives everything back.</summary>
    internal void Clear()
    {
        foreach (var delivery in _deliveries)
        {
            delivery.Clear();
            _idle.Push(delivery);
        }

        _deliveries.Clear();
        _missing.Clear();
        _host.Forget();
        (State, KilledFrame, DeliveryCount) = (DatagramState.Open, null, 0);
    }

    private void NoteMissing()
    {
        var held = new List<SuppliedRange>();
        _host.CopySupplied(held);
        var at = 0;
        foreach (var piece in held)
        {
            Lacks(new ByteRange(at, piece.Range.Start));
            at = piece.Range.End;
        }

        Lacks(new ByteRange(at, _host.KnownEnd ?? int.MaxValue));
    }

    private void Lacks(ByteRange range)
    {
        if (range.Length > 0 && _missing.Count < MaxMissing)
        {
            _missing.Add(range);
        }
    }

    private void Deliver(in FragmentView completing)
    {
        State = DatagramState.Complete;
        _missing.Clear();
        if (++DeliveryCount <= MaxDeliveries)
        {
            var delivery = _idle.TryPop(out var idle) ? idle : new ViewDelivery(_ledger);
            delivery.Take(_host, completing);
            _deliveries.Add(delivery);
        }
    }
}
