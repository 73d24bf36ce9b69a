using IpReassembler.Reassembly;

namespace IpReassembler.Tests.Reassembly;

/// <summary>Datagrams cut evenly, and nearly so: the store must say of them what a list of their pieces says.</summary>
public class PieceGridTests
{
    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_store_says_what_a_list_of_the_pieces_says(int seed)
    {
        var random = new Random(seed);
        var store = new PayloadStore(new MemoryLedger());
        for (var datagram = 0; datagram < 60; datagram++)
        {
            var pieces = Cut(random);
            var stored = new List<ByteRange>();
            var bytes = new byte[PayloadStore.MaxEnd];
            random.NextBytes(bytes);
            foreach (var piece in pieces)
            {
                AssertKnows(store, stored, bytes, piece);
                if (stored.Exists(piece.Overlaps))
                {
                    Assert.False(piece.Length % 8 == 0 && store.HasRoomFor(piece) && store.TryWrite(piece.Start, bytes.AsSpan(piece.Start, piece.Length)));
                    continue;
                }

                store.Reach(piece);
                var payload = bytes.AsSpan(piece.Start, piece.Length);
                Assert.True(piece.Length % 8 == 0 && random.Next(2) == 0 ? store.TryWrite(piece.Start, payload) : store.Write(piece, payload) == piece.Length);
                stored.Add(piece);
                AssertKnows(store, stored, bytes, piece);
            }

            // What asks for the next hole looks at bitmaps, which must say the same; so they come last.
            AssertUnits(store, stored);
            store.Clear();
        }
    }

    [Theory]
    [InlineData("0-16 16-32 32-40", true)]
    [InlineData("32-40 16-32", false)]
    [InlineData("16-32 32-40 0-16", true)]
    [InlineData("16-32 32-37 0-16", true)]
    [InlineData("16-32 32-37 48-64", false)]
    [InlineData("16-32 32-37 32-48", false)]
    [InlineData("16-32 0-8", false)]
    [InlineData("16-32 8-24", false)]
    [InlineData("0-8 504-512", true)]
    [InlineData("0-8 512-520", false)]
    [InlineData("0-5", false)]
    public void A_grid_is_kept_while_all_pieces_but_a_shorter_last_one_have_one_length(string pieces, bool isKept)
    {
        var grid = default(PieceGrid);
        var fits = true;
        foreach (var piece in pieces.Split(' '))
        {
            var ends = Array.ConvertAll(piece.Split('-'), int.Parse);
            var range = new ByteRange(ends[0], ends[1]);
            fits &= grid.Fits(range, out var cell);
            if (fits)
            {
                grid.Add(range, cell);
            }
        }

        Assert.Equal(isKept, fits);
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    // Even pieces in any order, some twice, the last one shorter or not; now and then one that lies otherwise. Only the datagram's end is no multiple of eight.
    private static List<ByteRange> Cut(Random random)
    {
        var pitch = 8 * (1 + random.Next(random.Next(2) == 0 ? 4 : 250));
        var count = 1 + random.Next(Math.Min(70, (PayloadStore.MaxEnd / pitch) - 1));
        var pieces = Enumerable.Range(0, count).Select(number => new ByteRange(number * pitch, (number + 1) * pitch)).ToList();
        pieces[^1] = pieces[^1] with { End = pieces[^1].End - random.Next(pitch) };
        pieces.AddRange(pieces.Where(_ => random.Next(8) == 0).ToArray());
        if (count > 1 && random.Next(3) == 0)
        {
            var units = (count - 1) * pitch / 8;
            var start = random.Next(units);
            pieces.Add(new ByteRange(8 * start, 8 * Math.Min(units, start + 1 + random.Next(pitch / 4))));
        }

        pieces.RemoveAll(_ => random.Next(10) == 0);
        return [.. pieces.OrderBy(_ => random.Next())];
    }

    private static void AssertKnows(PayloadStore store, List<ByteRange> stored, byte[] bytes, ByteRange asked)
    {
        // The store counts in units of eight bytes: what lies in the last unit of a piece is as good as there.
        var shares = stored.Exists(piece => new ByteRange(piece.Start, (piece.End + 7) & ~7).Overlaps(asked));
        Assert.Equal(shares, store.HasAny(asked));
        if (stored.Contains(asked))
        {
            Assert.True(store.IsOneFragment(asked));
            Assert.False(store.Differs(asked, bytes.AsSpan(asked.Start, asked.Length), PayloadStore.MaxEnd));
            var other = bytes.AsSpan(asked.Start, asked.Length).ToArray();
            other[^1] ^= 1;
            Assert.True(store.Differs(asked, other, PayloadStore.MaxEnd));
            Assert.Equal(bytes[asked.Start..asked.End], store.Bytes(asked).ToArray());
        }

        var beginning = 0;
        while (stored.Exists(piece => piece.Start == beginning))
        {
            beginning = stored.Find(piece => piece.Start == beginning).End;
        }

        Assert.InRange(store.Beginning.Length, beginning, (beginning + 7) & ~7);
        Assert.Equal(stored.Exists(piece => piece.Start <= asked.Start && asked.Start < piece.End), store.Arrived(asked.Start / 8));
    }

    private static void AssertUnits(PayloadStore store, List<ByteRange> stored)
    {
        var arrived = new bool[store.Capacity / 8];
        foreach (var piece in stored)
        {
            arrived.AsSpan(piece.Start / 8, (piece.Length + 7) / 8).Fill(true);
        }

        for (var unit = 0; unit < arrived.Length; unit++)
        {
            Assert.Equal(arrived[unit], store.Arrived(unit));
        }

        Assert.Equal(Array.IndexOf(arrived, false) is >= 0 and var hole ? hole : arrived.Length, store.NextUnit(0, arrived: false));
        for (var unit = 0; unit < arrived.Length; unit++)
        {
            Assert.Equal(arrived[unit], store.Arrived(unit));
        }

        Assert.All(stored, piece => Assert.True(store.IsOneFragment(piece)));
        if (stored.Count > 0)
        {
            // What lies behind the end of the datagram is not compared.
            var last = stored.MaxBy(piece => piece.End);
            var other = store.Bytes(last).ToArray();
            other[^1] ^= 1;
            Assert.False(store.Differs(last, other, last.End - 1));
        }
    }
}
