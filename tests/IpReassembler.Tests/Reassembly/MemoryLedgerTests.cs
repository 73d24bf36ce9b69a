using IpReassembler.Reassembly;

namespace IpReassembler.Tests.Reassembly;

/// <summary>What is held and what lies idle to be used again: together little more than the most that was ever held.</summary>
public class MemoryLedgerTests
{
    [Fact]
    public void What_lies_idle_makes_way_for_arrays_of_another_length()
    {
        const int Most = 32 << 20;
        const int Slack = 4 << 20;
        var ledger = new MemoryLedger();
        var held = new Stack<byte[]>();
        foreach (var length in PayloadStore.Capacities.Select(PayloadStore.BlockLength).Reverse())
        {
            while (ledger.Held + length <= Most)
            {
                held.Push(ledger.Blocks.Rent(length));
                ledger.Charge(length);
                Assert.InRange(ledger.Held + ledger.IdleBytes, 0, ledger.PeakHeld + Slack);
            }

            while (held.TryPop(out var block))
            {
                ledger.Charge(-length);
                ledger.Blocks.Return(block, ledger.KeepsIdle);
            }

            // All of it waits to be used again.
            Assert.InRange(ledger.IdleBytes, Most - length, ledger.PeakHeld + Slack);
        }
    }

    [Fact]
    public void What_lies_idle_is_used_again()
    {
        var ledger = new MemoryLedger();
        var journal = ledger.Journals.Rent(5);
        ledger.Journals.Return(journal, ledger.KeepsIdle);
        Assert.Equal(ledger.Journals.Price(8), ledger.IdleBytes);
        Assert.Same(journal, ledger.Journals.Rent(8));
        Assert.Equal(0, ledger.IdleBytes);
    }
}
