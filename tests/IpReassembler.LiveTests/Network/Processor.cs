using System.ComponentModel;
using System.Runtime.InteropServices;

namespace IpReassembler.LiveTests.Network;

/// <summary>Where threads run.</summary>
internal static class Processor
{
    private const int BitsPerElement = 64;

    /// <summary>Keeps the calling thread on the processor it runs on now.</summary>
    /// <remarks>A frame sent over veth waits in a queue of the sender's processor: frames overtake each other only when their sender moves to another one.</remarks>
    public static void StayHere()
    {
        var here = Libc.CurrentProcessor();
        var mask = new ulong[(here / BitsPerElement) + 1];
        mask[here / BitsPerElement] = 1UL << (here % BitsPerElement);
        if (Libc.SetAffinity(0, (nuint)(mask.Length * sizeof(ulong)), mask) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }
}
