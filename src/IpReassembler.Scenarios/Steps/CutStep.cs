using IpReassembler.Packets;

namespace IpReassembler.Scenarios;

/// <summary>Cuts what is longer than allowed, as a sender or router does (RFC 791 section 3.2, RFC 8200 section 4.5); pieces that are there already are cut further.</summary>
public sealed record CutStep : PieceStep
{
    /// <summary>The longest packet in bytes; null where only <see cref="Size"/> counts.</summary>
    public int? Mtu { get; init; }

    /// <summary>The most payload bytes of a piece, a multiple of eight; null where only <see cref="Mtu"/> counts.</summary>
    public int? Size { get; init; }

    /// <inheritdoc/>
    public override void Apply(PieceSeries series)
    {
        ArgumentNullException.ThrowIfNull(series);
        Replace(series, series.PiecesOrWhole.SelectMany(Cut));
    }

    private List<OutgoingPacket> Cut(OutgoingPacket whole)
    {
        var pieces = new List<OutgoingPacket>();
        var first = Fits(whole) ? whole.Header : whole.Header.OfPiece();
        var later = first.Later();
        for (var position = 0; position == 0 || position < whole.Payload.Length;)
        {
            var header = position == 0 ? first : later;
            var rest = whole.Payload[position..];
            var room = Math.Min(Mtu - header.Length ?? int.MaxValue, Size ?? int.MaxValue);
            if (room < 8)
            {
                throw Wrong($"an MTU of {Mtu} has no room for a header of {header.Length} bytes and 8 more");
            }

            // All pieces but the last end where the offset field can say that the next one begins.
            var isLast = rest.Length <= room;
            var payload = isLast ? rest : rest[..(room & ~7)];
            var offset = whole.Header.Offset.Bytes + position;
            if (offset > FragmentOffset.MaxBytes)
            {
                throw Wrong($"a piece would begin at byte {offset}, and the offset field ends at {FragmentOffset.MaxBytes}");
            }

            if (payload.Length > header.MaxPayload)
            {
                throw Wrong($"a piece of {payload.Length} bytes does not fit an IPv{(int)header.Version} packet");
            }

            pieces.Add(whole with
            {
                Header = header.At(offset, moreFragments: !isLast || whole.Header.MoreFragments),
                Payload = payload,
                TotalLength = null,
                Checksum = null,
                HasBadChecksum = false,
            });
            position += payload.Length;
            if (isLast)
            {
                break;
            }
        }

        return pieces;
    }

    private bool Fits(OutgoingPacket whole) => !(whole.Length > Mtu) && !(whole.Payload.Length > Size);
}
