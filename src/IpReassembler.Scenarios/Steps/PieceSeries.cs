using IpReassembler.Packets;

namespace IpReassembler.Scenarios;

/// <summary>The pieces of one datagram in the order of sending; steps such as <see cref="CutStep"/> change it one after the other.</summary>
/// <remarks>The datagram may be a fragment itself: then its payload begins at the offset of its header.</remarks>
public sealed class PieceSeries
{
    private List<OutgoingPacket> _pieces = [];
    private long _bytes;

    /// <summary>Begins with no pieces.</summary>
    /// <param name="header">The header of the datagram.</param>
    /// <param name="payload">All of its payload; not copied.</param>
    /// <param name="number">Tells this datagram from the others that the same steps are applied to: what is random differs between them.</param>
    public PieceSeries(OutgoingHeader header, ReadOnlyMemory<byte> payload, long number) => (Header, Payload, Number) = (header, payload, number);

    /// <summary>The header of the datagram.</summary>
    public OutgoingHeader Header { get; }

    /// <summary>All of its payload.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>Which of many datagrams it is.</summary>
    public long Number { get; }

    /// <summary>The pieces, in the order of sending.</summary>
    public IReadOnlyList<OutgoingPacket> Pieces => _pieces;

    /// <summary>The pieces; while there are none, the whole datagram as the only one.</summary>
    internal IReadOnlyList<OutgoingPacket> PiecesOrWhole => _pieces.Count > 0 ? _pieces : [new OutgoingPacket(Header, Payload, Duration.Zero) { Vlans = Vlans }];

    /// <summary>The most pieces that were there after any step.</summary>
    internal long MostPieces { get; private set; }

    /// <summary>The most bytes that they had, IP headers included.</summary>
    internal long MostBytes { get; private set; }

    /// <summary>The VLANs of its frames.</summary>
    internal IReadOnlyList<int> Vlans { get; init; } = [];

    /// <summary>How what is written down of single fragments changes from one datagram to the next.</summary>
    internal Repetition Repetition { get; init; } = Repetition.Once;

    /// <summary>Puts other pieces in place of those that are there.</summary>
    /// <returns>False, and nothing has changed, when they are more than a scenario may send.</returns>
    internal bool TryReplace(IEnumerable<OutgoingPacket> pieces)
    {
        // A line of text can ask for more pieces than there is memory, so that they are counted while they are made.
        var made = new List<OutgoingPacket>();
        var bytes = 0L;
        foreach (var piece in pieces)
        {
            bytes += piece.Length;
            if (made.Count == Scenario.MaxPackets || bytes > Scenario.MaxBytes)
            {
                return false;
            }

            made.Add(piece);
        }

        (_pieces, _bytes) = (made, bytes);
        Note();
        return true;
    }

    /// <summary>Sends one more behind those that are there.</summary>
    internal void Add(OutgoingPacket piece)
    {
        _pieces.Add(piece);
        _bytes += piece.Length;
        Note();
    }

    /// <summary>The header of the piece that begins at <paramref name="offset"/>.</summary>
    internal OutgoingHeader HeaderAt(int offset) => offset == Header.Offset.Bytes ? Header : Header.Later();

    private void Note() => (MostPieces, MostBytes) = (Math.Max(MostPieces, _pieces.Count), Math.Max(MostBytes, _bytes));
}
