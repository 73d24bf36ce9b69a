using System.Runtime.InteropServices;
using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>One datagram that a host with a compared policy delivered.</summary>
/// <remarks>Lent with the <see cref="ComparedView"/> it belongs to: good until the next call to the cache.</remarks>
public sealed class ViewDelivery
{
    private readonly List<SuppliedRange> _supplied = [];
    private PayloadStore _store;

    internal ViewDelivery(MemoryLedger ledger) => _store = new PayloadStore(ledger);

    /// <summary>The frame that closed the last hole.</summary>
    public long Frame { get; private set; }

    /// <summary>When that frame was captured.</summary>
    public Timestamp At { get; private set; }

    /// <summary>The length of the payload in bytes.</summary>
    public int PayloadLength { get; private set; }

    /// <summary>The rebuilt packet: the header of the fragment that supplied the first byte, made one of the whole, and the payload.</summary>
    public ReadOnlySpan<byte> Packet => _store.Packet(PayloadLength);

    /// <summary>Where the payload begins in <see cref="Packet"/>.</summary>
    public int HeaderLength => _store.HeaderLength;

    /// <summary>The reassembled payload, without the IP header.</summary>
    public ReadOnlySpan<byte> Payload => Packet[HeaderLength..];

    /// <summary>The transport checksum of the payload. Verified when the record ends, unless <see cref="ReassemblyOptions.VerifyChecksums"/> is off.</summary>
    public ChecksumState Checksum { get; internal set; }

    /// <summary>Which frame supplied which bytes, in order of offset: together they are the payload. Neighbours may be of one frame.</summary>
    public ReadOnlySpan<SuppliedRange> Supplied => CollectionsMarshal.AsSpan(_supplied);

    /// <summary>The bytes and the header, as they lie in memory.</summary>
    internal PayloadStore Store => _store;

    /// <summary>What it is charged with.</summary>
    internal int Price => _store.Price + (_supplied.Capacity * SuppliedRange.Price);

    /// <summary>Takes over what the host has put together.</summary>
    internal void Take(PolicyView view, in FragmentView completing)
    {
        (Frame, At, PayloadLength) = (completing.Frame, completing.Timestamp, view.DeliveredLength);
        view.CopySupplied(_supplied);
        _store = view.Exchange(_store);
        view.Header.Rebuild(_store, PayloadLength);
    }

    /// <summary>Gives everything back.</summary>
    internal void Clear()
    {
        _store.Clear();
        PieceList.Empty(_supplied);
        Checksum = ChecksumState.Unchecked;
    }
}
