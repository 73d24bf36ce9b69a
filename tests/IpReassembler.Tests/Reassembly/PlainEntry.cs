using IpReassembler.Reassembly;

namespace IpReassembler.Tests.Reassembly;

/// <summary>What a host holds for one key, as slow and plain as SPEC section 3 and section 5 put it into words. Each family of policies fills in the rest.</summary>
internal abstract class PlainEntry
{
    private int _highest;

    public int Held { get; private set; }

    public long StartedAt { get; private set; }

    /// <summary>What was just delivered, and the frame that supplied each byte of it.</summary>
    public (byte Byte, long Frame)[] Delivered { get; private set; } = [];

    /// <summary>The end that a last fragment named; -1 while none did.</summary>
    protected int End { get; private set; } = -1;

    /// <summary>Every byte the host holds, in order, and the frame that supplied it.</summary>
    protected abstract IEnumerable<(byte Byte, long Frame)> Bytes { get; }

    public static PlainEntry For(OverlapPolicy policy) => policy.Name switch
    {
        "linux" => new PlainLinux(),
        "rfc5722" => new PlainRfc5722(),
        "bsd" => new PlainList(trimsAtSameStart: true),
        "linux-classic" => new PlainList(trimsAtSameStart: false),
        "first" => new PlainBytes((_, _) => false),
        "last" => new PlainBytes((_, _) => true),
        "bsd-right" => new PlainBytes((n, o) => n.Start >= o.Start),
        "windows" => new PlainBytes((n, o) => n.Start < o.Start && n.End > o.End),
        "solaris" => new PlainBytes((n, o) => n.Start < o.Start && n.End >= o.End),
        _ => throw new ArgumentException(policy.Name),
    };

    public FragmentFate Add(Piece piece, long frame)
    {
        var fate = Judge(piece, frame);
        if (fate is FragmentFate.Stored or FragmentFate.Completes)
        {
            StartedAt = Held == 0 ? piece.At.Nanoseconds : StartedAt;
            Held++;
        }

        Delivered = fate == FragmentFate.Completes ? [.. Bytes] : [];
        return fate;
    }

    public virtual void Forget() => (Held, End, _highest) = (0, -1, 0);

    protected abstract FragmentFate Judge(Piece piece, long frame);

    protected static bool IsWrongByItself(Piece piece) =>
        piece.Payload.Length == 0 || (piece.More && piece.Payload.Length % 8 != 0) || (piece.IsIpv6 ? 0 : 20) + piece.End > 65_535;

    /// <summary>RFC 8200 section 4.5: a first fragment of IPv6 has at least UDP's eight bytes, and of other transports one.</summary>
    protected static bool HidesTransport(Piece piece) =>
        piece is { IsIpv6: true, Offset: 0, More: true } && piece.Payload.Length < (piece.Protocol == 17 ? 8 : 1);

    /// <summary>The rules about the end: false and nothing changes, or the fragment counts.</summary>
    protected bool TakesEnd(Piece piece)
    {
        if ((End >= 0 && (piece.More ? piece.End > End : piece.End != End)) || (End < 0 && !piece.More && piece.End < _highest))
        {
            return false;
        }

        _highest = Math.Max(_highest, piece.End);
        End = piece.More ? End : piece.End;
        return true;
    }
}
