using System.Globalization;
using IpReassembler.Capture;
using IpReassembler.LiveTests.Network;
using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Tests;

namespace IpReassembler.LiveTests.Capture;

/// <summary>
/// Half a million small packets a second, as fast as the machine lets the sender be. What is lost depends on what else the machine does, so it is
/// printed; that every packet is either read or counted as dropped holds everywhere.
/// </summary>
public sealed class LiveRateTests
{
    private const int Rate = 500_000, Seconds = 10, FrameLength = 64;

    private static readonly string Sender = Path.Combine(RepositoryRoot.Path, "..", "shared", "bench", "send", "pps.c");

    [Fact]
    public async Task Every_packet_is_read_or_counted_as_dropped_and_none_allocates()
    {
        NetworkNamespace.Require();
        PcapLibrary.Require();
        Assert.SkipUnless(File.Exists(Sender), $"the sender is not on this machine ({Sender})");
        Assert.SkipUnless(Run.CanFind("gcc"), "gcc is not installed (Debian: apt-get install gcc)");
        var folder = Directory.CreateTempSubdirectory("ipreasm-");
        try
        {
            var program = Path.Combine(folder.FullName, "pps");
            Assert.Equal(0, Run.Of("gcc", "-O2", "-o", program, Sender).ExitCode);
            using var cable = new Cable();
            using var source = cable.There.Invoke(() => LiveSource.Open([Cable.Far], new LiveOptions { Filter = "udp" }));
            var sending = Task.Run(
                () => cable.Here.Run(program, Cable.Near, Text(Rate), Text(Rate * Seconds), Text(FrameLength)), TestContext.Current.CancellationToken);
            var (read, allocated) = await Task.Run(() => ReadAll(source, sending), TestContext.Current.CancellationToken);
            var counted = source.CountStatistics();
            TestContext.Current.TestOutputHelper?.WriteLine($"{(await sending).Output.Trim()}; {read} read, {counted.Dropped} dropped, {allocated} bytes allocated");
            Assert.Equal((long)Rate * Seconds, read + counted.Dropped);
            Assert.InRange(allocated, 0, 64 * 1024);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // What the tool does with a packet, without the tool.
    private static (long Read, long Allocated) ReadAll(LiveSource source, Task sending)
    {
        var cache = new ReassemblyCache();
        var before = GC.GetAllocatedBytesForCurrentThread();
        long? sentAt = null;
        for (var read = 0L; ;)
        {
            if (sentAt is null && sending.IsCompleted)
            {
                sentAt = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1_000_000;
            }

            var result = source.Read(out var frame);
            if (result == ReadResult.Frame)
            {
                read++;
                if (LinkLayer.TryGetIp(frame, out var packet, out _))
                {
                    cache.Accept(packet);
                }
            }
            else if (result != ReadResult.Idle || frame.Timestamp.Nanoseconds >= sentAt)
            {
                return (read, GC.GetAllocatedBytesForCurrentThread() - before);
            }
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
