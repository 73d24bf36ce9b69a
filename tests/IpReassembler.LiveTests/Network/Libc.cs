using System.Runtime.InteropServices;

namespace IpReassembler.LiveTests.Network;

/// <summary>What Linux offers and .NET does not. Names and numbers are the kernel's.</summary>
internal static partial class Libc
{
    public const int CLONE_NEWNET = 0x40000000;
    public const int AF_INET = 2;
    public const int AF_INET6 = 10;
    public const int SOCK_RAW = 3;
    public const int SOCK_CLOEXEC = 0x80000;

    /// <summary>Moves the calling thread, and no other, into namespaces of its own.</summary>
    /// <returns>0, or -1: see <see cref="Marshal.GetLastPInvokeError"/>.</returns>
    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    public static partial int Unshare(int flags);

    /// <summary>The index of an interface in the calling thread's network namespace; 0 when there is none of this name.</summary>
    [LibraryImport("libc", EntryPoint = "if_nametoindex", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial uint InterfaceIndex(string name);

    /// <returns>A file descriptor, or -1.</returns>
    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial int CreateSocket(int family, int type, int protocol);

    /// <summary>The number of the processor that the calling thread runs on.</summary>
    [LibraryImport("libc", EntryPoint = "sched_getcpu", SetLastError = true)]
    public static partial int CurrentProcessor();

    /// <summary>Where a thread may run.</summary>
    /// <param name="thread">0 for the calling one.</param>
    /// <param name="size">The length of the mask in bytes.</param>
    /// <param name="mask">Processor 0 is the lowest bit of the first element.</param>
    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    public static partial int SetAffinity(int thread, nuint size, [In] ulong[] mask);
}
