using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Tests.Captures;

namespace IpReassembler.Tests.Reassembly;

/// <summary>What the datagrams of a flood cost by the pieces that have come: what a cache holds that was sent nothing else.</summary>
internal sealed class PiecePrices
{
    private readonly int[][] _honest;
    private readonly int[][] _flooding;

    public PiecePrices(FloodTraffic flood)
    {
        var few = flood with { FloodFragments = 10, HonestDatagrams = 1, FirstGap = 1, LaterGap = 1 };
        _honest = Table(few, isHonest: true);
        _flooding = Table(few, isHonest: false);
    }

    /// <summary>What a datagram costs of which pieces <paramref name="first"/> to <paramref name="last"/> have come.</summary>
    public int Of(bool isHonest, int first, int last) => (isHonest ? _honest : _flooding)[first][last - first];

    // A row for each piece that may be the first to come.
    private static int[][] Table(FloodTraffic flood, bool isHonest)
    {
        var count = flood.Frames().Count(IsOfFirst);
        return [.. Enumerable.Range(0, count).Select(first => Row(flood.Frames().Where(IsOfFirst).Skip(first)))];

        bool IsOfFirst(FloodFrame frame) => frame.IsHonest == isHonest && frame.Datagram == 0;
    }

    private static int[] Row(IEnumerable<FloodFrame> pieces)
    {
        var cache = new ReassemblyCache();
        return [.. pieces.Select(piece =>
        {
            // For the piece that makes the datagram whole there must be room like for those before it, although nothing is held afterwards.
            var before = (int)cache.Counters.HeldBytes;
            cache.Accept(piece.Bytes.Span, LinkType.Ethernet, piece.At);
            return cache.Counters.Delivered > 0 ? before : (int)cache.Counters.HeldBytes;
        })];
    }
}
