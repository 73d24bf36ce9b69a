using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>What a host that follows one policy holds for one key: SPEC calls it an entry, and it may live several times.</summary>
/// <remarks>
/// Made only once a datagram does something on which policies may differ; until then the evidence is what
/// every host holds. It keeps bytes of its own, because a host that has thrown its fragments away starts
/// from nothing while the evidence does not.
/// </remarks>
internal abstract class PolicyView(MemoryLedger ledger)
{
    // The objects themselves, without what they hold.
    private const int OwnPrice = 328;

    /// <summary>The bytes the host holds.</summary>
    public PayloadStore Store { get; private set; } = new(ledger);

    /// <summary>What the rebuilt header depends on.</summary>
    public HeaderFacts Header { get; } = new();

    /// <summary>The bytes it holds.</summary>
    public int Price => OwnPrice + Store.Price + ExtraPrice;

    /// <summary>What it would cost more to take a fragment that ends at <paramref name="end"/>.</summary>
    /// <param name="end">At most <see cref="PayloadStore.MaxEnd"/>.</param>
    /// <param name="fragments">How many fragments come, the last of which ends there.</param>
    public int PriceToTake(int end, int fragments) => Store.PriceToReach(new ByteRange(0, end)) + ExtraPriceOf(fragments);

    /// <summary>What the policy may hold more, in bytes, after so many more fragments.</summary>
    protected virtual int ExtraPriceOf(int fragments) => 0;

    /// <summary>What the policy holds beside the payload, in bytes.</summary>
    protected virtual int ExtraPrice => 0;

    /// <summary>How many fragments the host holds: 0 when it has no entry.</summary>
    public int Held { get; private set; }

    /// <summary>When the entry began; its timeout counts from here.</summary>
    public Timestamp StartedAt { get; private set; }

    /// <summary>The rule of the host it stands for.</summary>
    public HostRule Rule { get; set; } = null!;

    /// <summary>Whether the host threw away what it held before it looked at the last fragment.</summary>
    public bool HasBegunAnew { get; private set; }

    /// <summary>The record whose fragments the entry takes.</summary>
    public Datagram? Owner { get; set; }

    /// <summary>Its place in the queue of entries that began after their record did.</summary>
    public LinkedListNode<PolicyView> LaterNode => _laterNode ??= new LinkedListNode<PolicyView>(this);

    private LinkedListNode<PolicyView>? _laterNode;

    /// <summary>The length of the datagram that was just delivered.</summary>
    public abstract int DeliveredLength { get; }

    /// <summary>Where the datagram ends, as far as the host knows; null while it does not.</summary>
    public abstract int? KnownEnd { get; }

    /// <summary>Takes one fragment, and says what becomes of it. After a kill or a delivery the owner calls <see cref="Forget"/>.</summary>
    public FragmentFate Add(in FragmentView fragment)
    {
        var tooFar = BeginsAnew(fragment);
        HasBegunAnew = tooFar && Held > 0;
        if (HasBegunAnew)
        {
            Forget();
        }

        if (Held == 0)
        {
            StartedAt = fragment.Timestamp;
        }

        var fate = Judge(fragment);
        if (fate is not (FragmentFate.Stored or FragmentFate.Completes))
        {
            return fate;
        }

        Header.Note(fragment);
        if (fate == FragmentFate.Completes && DropsInvalidEcn && !Header.EcnIsValid)
        {
            return FragmentFate.Kills;
        }

        if (fragment.Range.Start == 0)
        {
            Store.KeepHeader(fragment.Header);
        }

        Held++;
        return fate;
    }

    /// <summary>Which frame supplied which bytes of what the host holds, in order of offset. They share none.</summary>
    public abstract void CopySupplied(List<SuppliedRange> supplied);

    /// <summary>Gives the bytes away, as to keep what was delivered, and takes an empty store in their place.</summary>
    public PayloadStore Exchange(PayloadStore empty)
    {
        var full = Store;
        Store = empty;
        return full;
    }

    /// <summary>Throws everything away, as after delivery, kill or timeout.</summary>
    public void Forget()
    {
        Held = 0;
        Store.Clear();
        Header.Clear();
        Reset();
    }

    /// <summary>Whether the host delivers nothing when the ECN codepoints of the fragments do not go together (RFC 3168 section 5.3).</summary>
    protected virtual bool DropsInvalidEcn => false;

    /// <summary>Whether the host, if it holds anything, throws that away and begins anew with this fragment.</summary>
    protected virtual bool BeginsAnew(in FragmentView fragment) => false;

    /// <summary>The policy itself: what becomes of the fragment. Stores its bytes when it is kept.</summary>
    protected abstract FragmentFate Judge(in FragmentView fragment);

    /// <summary>Forgets what the policy knows beyond the stored bytes.</summary>
    protected abstract void Reset();
}
