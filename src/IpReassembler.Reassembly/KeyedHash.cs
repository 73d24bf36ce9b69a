using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>A hash with a secret of its own, for tables whose keys an attacker chooses.</summary>
/// <remarks>
/// Multiply-and-fold over 64 x 64 bits: without the secret nobody can aim keys at one bucket. The secret
/// decides only where things lie, never what is printed.
/// </remarks>
internal sealed class KeyedHash : IEqualityComparer<IpAddress>
{
    private readonly ulong _first = Secret();
    private readonly ulong _second = Secret();
    private readonly ulong _third = Secret();

    /// <summary>The hash of two words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Of(ulong left, ulong right)
    {
        var mixed = Fold(left ^ _first, right ^ _second);
        return (uint)Fold(mixed ^ _third, right ^ _first);
    }

    /// <inheritdoc/>
    public bool Equals(IpAddress x, IpAddress y) => x == y;

    /// <inheritdoc/>
    public int GetHashCode(IpAddress obj) => (int)Fold(obj.Low ^ _first, obj.High ^ _second);

    // The low half is multiplied once more: as BigMul's second result it would come back through memory.
    private static ulong Fold(ulong left, ulong right) => Math.BigMul(left, right, out _) ^ (left * right);

    // An odd secret is never zero, and a factor of zero would lose the other one. A GUID's 122 random bits come from the system's secure
    // source, straight: RandomNumberGenerator loads OpenSSL first, 4 ms of a start of 40 (ipreasm --version).
    private static ulong Secret()
    {
        var words = MemoryMarshal.Cast<byte, ulong>(Guid.NewGuid().ToByteArray());
        return Fold(words[0], words[1] | 1) | 1;
    }
}
