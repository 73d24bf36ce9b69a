using IpReassembler.Reassembly;

namespace IpReassembler.Tests.Reassembly;

/// <summary>The store against the plainest thing that could be one: an array with a place for every byte.</summary>
public class PayloadStoreTests
{
    private const int Units = PayloadStore.MaxEnd / 8;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Holds_what_an_array_of_all_bytes_holds(int seed)
    {
        var random = new Random(seed);
        var ledger = new MemoryLedger();
        var store = new PayloadStore(ledger);
        for (var datagram = 0; datagram < 40; datagram++)
        {
            var all = new byte?[PayloadStore.MaxEnd];
            for (var piece = 0; piece < 1 + (datagram % 5); piece++)
            {
                var start = random.Next(Units) * 8;
                var length = Math.Min((1 + random.Next(400)) * 8, PayloadStore.MaxEnd - start);
                var range = new ByteRange(start, start + length);
                var payload = new byte[length];
                random.NextBytes(payload);

                var shared = Enumerable.Range(start, length).Where(at => all[at] is not null).ToArray();
                Assert.Equal(shared.Length > 0, store.HasAny(range));
                Assert.Equal(shared.Any(at => all[at] != payload[at - start]), store.Differs(range, payload, PayloadStore.MaxEnd));
                var price = store.Price + store.PriceToReach(range);
                store.Reach(range);
                Assert.Equal(price, store.Price);
                Assert.Equal(length - shared.Length, store.WriteHoles(range, payload));
                foreach (var at in Enumerable.Range(start, length))
                {
                    all[at] ??= payload[at - start];
                }

                Assert.Equal(Enumerable.Range(start, length).Select(at => all[at]!.Value), store.Bytes(range).ToArray());
                AssertArrived(all, store, random);
            }

            store.Clear();
        }
    }

    private static void AssertArrived(byte?[] all, PayloadStore store, Random random)
    {
        for (var unit = 0; unit < Units; unit++)
        {
            Assert.Equal(all[unit * 8] is not null, store.Arrived(unit));
        }

        for (var probe = 0; probe < 50; probe++)
        {
            var from = random.Next(store.Capacity / 8);
            var next = Enumerable.Range(from, (store.Capacity / 8) - from).FirstOrDefault(unit => all[unit * 8] is not null, store.Capacity / 8);
            var hole = Enumerable.Range(from, (store.Capacity / 8) - from).FirstOrDefault(unit => all[unit * 8] is null, store.Capacity / 8);
            Assert.Equal((next, hole), (store.NextUnit(from, arrived: true), store.NextUnit(from, arrived: false)));
        }
    }
}
