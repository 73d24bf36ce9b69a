using System.Runtime.CompilerServices;

namespace IpReassembler.Reassembly;

/// <summary>The words of the bitmap that a range touches, each with a mask of its units; units there is no room for are left out.</summary>
internal ref struct UnitWalk(ByteRange range, int first, int room)
{
    private readonly int _end = Math.Min((range.End - first + 7) / 8, room / 8);
    private int _unit = Math.Max((range.Start - first) / 8, 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Next(out int word, out ulong mask)
    {
        word = _unit / 64;
        if (_unit >= _end)
        {
            mask = 0;
            return false;
        }

        var stop = Math.Min(_end, (word + 1) * 64);
        mask = (ulong.MaxValue << (_unit & 63)) & (ulong.MaxValue >> ((64 - stop) & 63));
        _unit = stop;
        return true;
    }
}
