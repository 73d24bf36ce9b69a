using IpReassembler.Capture;
using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Benchmarks;

/// <summary>The straight line from file to datagram with nothing behind it, and what came out as one line of JSON.</summary>
internal static class WholeFile
{
    /// <summary>Prints packets, datagrams, bytes and, so that hashing need not be timed, the digest only when asked.</summary>
    public static int Run(string file, bool withDigest)
    {
        long packets = 0, datagrams = 0, bytes = 0;
        ulong digest = 0;
        var cache = new ReassemblyCache();
        using var source = CaptureFile.Open(file);
        ReadResult result;
        while ((result = source.Read(out var frame)) is ReadResult.Frame)
        {
            packets++;
            if (!LinkLayer.TryGetIp(frame, out var packet, out _))
            {
                continue;
            }

            foreach (var outcome in cache.Accept(packet))
            {
                if (outcome is { Kind: OutcomeKind.Fragment, Fate: FragmentFate.Completes })
                {
                    datagrams++;
                    bytes += outcome.Payload.Length;
                    digest += withDigest ? Fnv1a(outcome.Payload) : 0;
                }
            }
        }

        cache.Finish();
        Console.WriteLine($$"""{"packets":{{packets}},"datagrams":{{datagrams}},"bytes":{{bytes}},"digest":"{{digest:x16}}"}""");
        return result is ReadResult.Damaged ? 4 : 0;
    }

    // The sum of these does not depend on the order in which datagrams were completed.
    private static ulong Fnv1a(ReadOnlySpan<byte> bytes)
    {
        var hash = 0xcbf29ce484222325;
        foreach (var value in bytes)
        {
            hash = (hash ^ value) * 0x100000001b3;
        }

        return hash;
    }
}
