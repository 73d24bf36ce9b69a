using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>The part that asks the policy what becomes of a fragment, and makes what the policy's host would hold.</summary>
public sealed partial class ReassemblyCache
{
    // How many fragments the source of the last one has sent; counted only where distance counts.
    private long _sourceCount;

    // What the policy says. It is only asked once policies may differ; from the start, where distance counts.
    private FragmentFate Judge(Datagram record, Bearing bearing, in IpFragment fragment)
    {
        if (bearing == Bearing.Cut)
        {
            return FragmentFate.Rejected;
        }

        if (record.View is not null || !record.FirstEntryLives || bearing == Bearing.Irregular || _sourceCounts is not null)
        {
            return Ask(record, fragment);
        }

        if (bearing == Bearing.Copy)
        {
            return record.Rule.Policy.KeepsCopies ? Ask(record, fragment) : FragmentFate.Ignored;
        }

        record.RegularHeld++;
        return record.IsWhole ? FragmentFate.Completes : FragmentFate.Stored;
    }

    private FragmentFate Ask(Datagram record, in IpFragment fragment)
    {
        var view = record.View ?? MakeView(record, PayloadStore.Storable(_log.Fragment.Range));
        record.HasGrown = true;
        var held = view.Held;
        var fate = view.Add(ViewOf(fragment));
        if (view.HasBegunAnew)
        {
            Counters.Pending -= held;
            Counters.Discarded += held;
            EntryGone(record, DatagramState.Killed, Age(record));
            Note(OutcomeKind.DistanceReset, record, _now);
        }

        if (!record.FirstEntryLives && view.Held == 1 && fate == FragmentFate.Stored)
        {
            record.Rule.Ages.LaterEntries.AddLast(view.LaterNode);
            Expect(view.StartedAt, record.Timeout);
        }

        return fate;
    }

    private FragmentView ViewOf(in IpFragment fragment) => new()
    {
        Frame = fragment.FrameNumber,
        Range = _log.Fragment.Range,
        MoreFragments = fragment.MoreFragments,
        Payload = fragment.Payload,
        Header = fragment.Header,
        CountedHeaderLength = fragment.CountedHeaderLength,
        Version = fragment.Version,
        HidesTransport = fragment.HidesTransport,
        HidesTransportFromLinux = fragment.HidesTransportFromLinux,
        TrafficClass = fragment.TrafficClass,
        DontFragment = fragment.DontFragment,
        SourceCount = _sourceCount,
        Timestamp = _now,
    };

    private PolicyView MakeView(Datagram record, ByteRange place)
    {
        // The view holds what the evidence holds, or a fragment that is beyond what the evidence believes. The evidence
        // has grown by the fragment already and its journal will; it is charged for both later, and room is made for all of it here.
        var view = record.Rule.IdleViews.TryPop(out var idle) ? idle : record.Policy.CreateView(_ledger);
        view.Rule = record.Rule;
        var growth = record.Charged == 0 ? 0 : record.Price(_ledger) - record.Charged;
        MakeRoom(record, growth + record.PriceToTake(place, _ledger) + view.Price + view.PriceToTake(Math.Max(record.Store.Capacity, place.End), record.StoredCount + 1));
        if (record.FirstEntryLives && record.RegularHeld > 0)
        {
            record.Replay(view);
            view.Header.CopyFrom(record.Header);
        }
        else if (record.FirstEntryLives)
        {
            LeaveFirstEntries(record);
        }

        view.Owner = record;
        record.View = view;
        return view;
    }
}
