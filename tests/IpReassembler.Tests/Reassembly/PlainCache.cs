using IpReassembler.Reassembly;

namespace IpReassembler.Tests.Reassembly;

/// <summary>The cache without limits, as slow and as plain as SPEC section 0 reads: each key by itself, looked at when a fragment of it comes.</summary>
/// <param name="ruleOf">How the host with this address reassembles: its policy, and its timeout in nanoseconds.</param>
/// <param name="lateEvidence">How long a record takes evidence at least, in nanoseconds.</param>
internal sealed class PlainCache(Func<string, (OverlapPolicy Policy, long Timeout)> ruleOf, long lateEvidence = 120_000_000_000)
{
    private readonly Dictionary<string, Host> _keys = [];

    public List<FragmentFate> Fates { get; } = [];

    public List<string> Delivered { get; } = [];

    /// <summary>For each delivery, the frame that supplied each byte.</summary>
    public List<string> Supplied { get; } = [];

    public List<(long Number, string Line)> Ended { get; } = [];

    public Dictionary<FragmentFate, int> Accounts { get; } = Enum.GetValues<FragmentFate>().ToDictionary(fate => fate, _ => 0);

    public int Expired { get; private set; }

    public int Pending => _keys.Values.Sum(host => host.Entry.Held);

    public void Send(Piece piece, long frame)
    {
        var now = piece.At.Nanoseconds;
        foreach (var other in _keys.Values)
        {
            PassTime(other, now);
        }

        if (piece is { Offset: 0, More: false })
        {
            return;
        }

        // IPv6 names a datagram without its protocol (RFC 8200 section 4.5).
        var key = $"{piece.Destination} {piece.Id} {(piece.IsIpv6 ? 0 : piece.Protocol)} {string.Join('.', piece.Vlans)}";
        if (!_keys.TryGetValue(key, out var host))
        {
            var (policy, timeout) = ruleOf(piece.Destination);
            _keys.Add(key, host = new Host(piece, timeout, Math.Max(timeout, lateEvidence), PlainEntry.For(policy)));
        }

        if (host.Open is null)
        {
            Open(host, frame, now);
        }

        var record = host.Open!;
        host.OnlyRepeats &= host.Completed is { } whole && whole.Parts.Contains(PlainRecord.PartOf(piece));
        record.Take(piece);
        var held = host.Entry.Held;
        var fate = host.Entry.Add(piece, frame);
        Fates.Add(fate);
        Account(fate, held);
        switch (fate)
        {
            case FragmentFate.Completes:
                (record.State, record.Delivered, record.CompleteFrame, record.CompletedAfter) = (DatagramState.Complete, [.. host.Entry.Delivered.Select(each => each.Byte)], frame, now - record.First);
                Delivered.Add(Convert.ToHexString(record.Delivered));
                Supplied.Add(string.Join(' ', host.Entry.Delivered.Select(each => each.Frame)));
                host.Entry.Forget();
                End(host, now);
                break;
            case FragmentFate.Kills:
                host.Entry.Forget();
                GiveUp(record, DatagramState.Killed, now - record.First);
                break;
            default:
                break;
        }

        EndIfDone(host, now);
    }

    public void Finish(long now)
    {
        foreach (var host in _keys.Values)
        {
            PassTime(host, now);
            if (host.Open is not null)
            {
                End(host, now);
            }
        }
    }

    private static void GiveUp(PlainRecord record, DatagramState state, long waited)
    {
        if (record.State == DatagramState.Open)
        {
            (record.State, record.Waited) = (state, Math.Max(0, waited));
        }
    }

    private static void Open(Host host, long frame, long now)
    {
        host.OnlyRepeats = host.Completed is not null;
        host.Open = new PlainRecord(frame, now)
        {
            Addresses = RandomTraffic.Addresses(host.Destination),
            Reuses = host.Completed is { } before && now - before.WholeAt < host.Timeout,
        };
    }

    private void PassTime(Host host, long now)
    {
        if (host.Entry.Held > 0 && now - host.Entry.StartedAt >= host.Timeout)
        {
            Expired += host.Entry.Held;
            host.Entry.Forget();
            if (host.Open is { } record)
            {
                GiveUp(record, DatagramState.Timeout, host.Timeout);
            }
        }

        EndIfDone(host, now);
        if (host.Open is { } old && now - old.First >= host.Life)
        {
            End(host, now);
        }

        ForgetIfOld(host, now);
    }

    private void EndIfDone(Host host, long now)
    {
        if (host.Open is { IsWhole: true, State: not DatagramState.Open })
        {
            End(host, now);
        }
    }

    private void End(Host host, long now)
    {
        var record = host.Open!;
        host.Open = null;
        Ended.Add((record.Number, record.Describe(host.Protocol, host.Timeout, host.OnlyRepeats ? host.Completed!.Number : null)));
        host.Completed = record.IsWhole ? record : host.Completed;
        ForgetIfOld(host, now);
    }

    // A datagram completed long ago is forgotten, as its record would have been.
    private static void ForgetIfOld(Host host, long now)
    {
        if (host.Open is null && host.Completed is { } completed && now - completed.WholeAt >= host.Life)
        {
            host.Completed = null;
        }
    }

    private void Account(FragmentFate fate, int held)
    {
        switch (fate)
        {
            case FragmentFate.Completes or FragmentFate.Kills:
                Accounts[fate] += held + 1;
                break;
            default:
                Accounts[fate]++;
                break;
        }
    }

    private sealed class Host(Piece first, long timeout, long life, PlainEntry entry)
    {
        public byte Protocol => first.Protocol;

        public string Destination => first.Destination;

        public long Timeout => timeout;

        public long Life => life;

        public PlainEntry Entry => entry;

        public PlainRecord? Open { get; set; }

        public PlainRecord? Completed { get; set; }

        public bool OnlyRepeats { get; set; }
    }
}
