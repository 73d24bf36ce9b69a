using IpReassembler.Capture;
using IpReassembler.Packets;
using IpReassembler.Tests.Captures;

namespace IpReassembler.Benchmarks;

/// <summary>Writes the floods that the tests send through the cache as captures, so that whole programs can be shown them.</summary>
internal static class Floods
{
    /// <summary>Writes one flood in full size; the same bytes each time. Prints what a reassembler without limits finds in it.</summary>
    public static int Write(string name, string file)
    {
        if (!FloodTraffic.Named().TryGetValue(name, out var flood))
        {
            Console.Error.WriteLine($"no flood is called {name}; there are {string.Join(", ", FloodTraffic.Named().Keys)}");
            return 2;
        }

        var frames = 0L;
        try
        {
            using var sink = CaptureFile.CreateWriter(file, new CaptureWriterOptions { Interfaces = [new CaptureInterface { Link = LinkType.Ethernet }] });
            foreach (var frame in flood.Frames())
            {
                sink.Write(new CapturedFrame(frame.Bytes.Span, LinkType.Ethernet, frame.At) { Number = ++frames });
            }

            sink.Complete();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"cannot write {file}: {failure.Message}");
            return 3;
        }

        Console.WriteLine($$"""{"flood":"{{name}}","packets":{{frames}},"fragments":{{frames}},"datagrams":{{flood.HonestDatagrams}}}""");
        return 0;
    }
}
