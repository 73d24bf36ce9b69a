// <readme>
using IpReassembler.Capture;
using IpReassembler.Packets;
using IpReassembler.Reassembly;
// </readme>

namespace IpReassembler.Tests.Readme;

/// <summary>The program of README.md, between the marks.</summary>
internal static class ReadACapture
{
    /// <summary>Runs it.</summary>
    /// <param name="args">What a program gets.</param>
    /// <param name="Console">Stands in for the class of this name, so that the output can be read.</param>
    public static void Run(string[] args, TextWriter Console)
    {
        // <readme>
        var cache = new ReassemblyCache();
        using var source = CaptureFile.Open(args[0]);
        while (source.Read(out var frame) is ReadResult.Frame)
        {
            if (LinkLayer.TryGetIp(frame, out var packet, out _))
            {
                foreach (var outcome in cache.Accept(packet)) { Tell(outcome); }
            }
        }
        foreach (var outcome in cache.Finish()) { Tell(outcome); }

        void Tell(in FragmentOutcome outcome)
        {
            if (outcome.Fate == FragmentFate.Completes) { Console.WriteLine($"#{outcome.Datagram!.Number} is whole, {outcome.Payload.Length} bytes"); }
            if (outcome.Kind == OutcomeKind.Ended) { Console.WriteLine($"#{outcome.Datagram!.Number} {outcome.Datagram.State}, {outcome.Datagram.Verdict}"); }
        }
        // </readme>
    }
}
