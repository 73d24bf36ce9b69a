using System.Runtime.CompilerServices;

namespace IpReassembler.Reassembly;

/// <summary>Where the cache's memory comes from, and the account of what is held.</summary>
internal sealed class MemoryLedger
{
    // What lies idle may pass the most that was ever held by this much, and no more.
    private const long IdleSlack = 4 << 20;
    private const int JournalEntrySize = 32;

    /// <summary>The shortest length of a journal.</summary>
    public const int ShortestJournal = 2;

    /// <summary>What that is charged with.</summary>
    public const int ShortestJournalPrice = ShortestJournal * JournalEntrySize;

    private static readonly int[] JournalLengths = [ShortestJournal, 8, 64, 512, 4096, 16384, 131072];

    /// <summary>Begins with nothing held.</summary>
    public MemoryLedger()
    {
        Blocks = new(this, Array.ConvertAll(PayloadStore.Capacities, PayloadStore.BlockLength), sizeof(byte));
        Journals = new(this, JournalLengths, JournalEntrySize);
        Ranges = new(this, [2, 8, 64, 512, 4096, 16384, 131072], 16);
    }

    /// <summary>Blocks for payloads, see <see cref="PayloadStore"/>.</summary>
    public RecycledArrays<byte> Blocks { get; }

    /// <summary>Journals: enough for 8,189 fragments and as many copies.</summary>
    public RecycledArrays<JournalEntry> Journals { get; }

    /// <summary>The fragments of completed datagrams, as they are remembered.</summary>
    public RecycledArrays<RememberedRange> Ranges { get; }

    /// <summary>Room for a policy to work in while it takes one fragment: empty before and after.</summary>
    public List<HeldPiece> Scratch { get; } = [];

    /// <summary>The bytes charged to everything that is open or remembered.</summary>
    public long Held { get; private set; }

    /// <summary>The most that was ever held.</summary>
    public long PeakHeld { get; private set; }

    /// <summary>Whether an array that comes back should be kept for the next one.</summary>
    public bool KeepsIdle => Held + IdleBytes <= PeakHeld + IdleSlack;

    /// <summary>The bytes of all arrays that nobody uses.</summary>
    public long IdleBytes => Blocks.IdleBytes + Journals.IdleBytes + Ranges.IdleBytes;

    /// <summary>What the journal of so many fragments is charged with.</summary>
    public static int JournalPrice(int fragments) => Array.Find(JournalLengths, length => length >= fragments) * JournalEntrySize;

    /// <summary>Lets go of what lies idle where an array of another length is made, so that traffic that changes does not hold the limit once for each length.</summary>
    /// <param name="bytes">What the new array takes; it is charged for later.</param>
    public void MakeWay(int bytes)
    {
        var most = Math.Max(PeakHeld, Held + bytes) + IdleSlack;
        if (Held + IdleBytes + bytes - most is > 0 and var excess)
        {
            _ = Ranges.Shed(Journals.Shed(Blocks.Shed(excess)));
        }
    }

    /// <summary>Adds to the account, or takes away.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Charge(int bytes)
    {
        Held += bytes;
        PeakHeld = Math.Max(PeakHeld, Held);
    }
}
