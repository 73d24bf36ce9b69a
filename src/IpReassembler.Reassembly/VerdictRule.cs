using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>From evidence to verdict, when a record ends.</summary>
internal static class VerdictRule
{
    /// <summary>Verifies what can be verified, and names the first verdict that applies.</summary>
    public static Verdict Decide(Datagram record, ReassemblyOptions options)
    {
        ReadPorts(record);
        record.Checksum = options.VerifyChecksums ? Verify(record) : ChecksumState.Unchecked;
        var bad = record.Checksum == ChecksumState.Bad;
        var inTime = record.IsWhole && record.WholeAt - record.First < record.Timeout;
        return record switch
        {
            { State: DatagramState.Evicted or DatagramState.Refused } => Verdict.Evicted,
            _ when Any(record, Anomalies.Malformed) => Verdict.Malformed,
            { IsWhole: true } when bad && ShowsReuse(record) => Verdict.Spliced,
            _ when Any(record, Anomalies.Conflicting) => Verdict.Conflict,
            _ when bad && inTime => Verdict.Corrupt,
            { IsWhole: true } when !inTime => Verdict.Expired,
            { IsWhole: false } => Verdict.Incomplete,
            { Checksum: not ChecksumState.Ok } => Verdict.Unchecked,
            _ => Verdict.Sound,
        };
    }

    /// <summary>Verifies what each compared policy delivered, and says whether all of them, and the chosen one, delivered the same.</summary>
    public static void Compare(Datagram record, ReassemblyOptions options)
    {
        var agree = true;
        for (var at = 0; at < record.Views.Count; at++)
        {
            var view = record.Views[at];
            agree &= DeliversLikeChosen(view, record);
            for (var place = 0; place < view.Deliveries.Count; place++)
            {
                var delivery = view.Deliveries[place];
                delivery.Checksum = options.VerifyChecksums ? Verify(record.Key, delivery.Store, delivery.PayloadLength) : ChecksumState.Unchecked;
            }
        }

        record.ViewsAgree = agree || record.Verdict == Verdict.Evicted;
    }

    private static bool DeliversLikeChosen(ComparedView view, Datagram record) => record.Delivered is { } chosen
        ? view.DeliveryCount == 1 && view.Deliveries[0].Payload.SequenceEqual(chosen.Bytes(new ByteRange(0, record.DeliveredLength)))
        : view.DeliveryCount == 0;

    private static bool Any(Datagram record, Anomaly anomalies) => (record.Anomalies & anomalies) != Anomaly.None;

    // A repetition of the datagram before is no reuse: it is that datagram once more.
    private static bool ShowsReuse(Datagram record) =>
        Any(record, Anomaly.DuplicateConflicting | Anomaly.TimeToLiveChanged) || (Any(record, Anomaly.IdentificationReused) && !record.OnlyRepeats);

    // What was delivered; where nothing was, what the first copy of each byte adds up to.
    private static ChecksumState Verify(Datagram record)
    {
        var (store, length) = record.Delivered is { } delivered ? (delivered, record.DeliveredLength)
            : record.IsWhole ? (record.Store, record.ArrivedLength)
            : (null, 0);
        return store is null ? ChecksumState.Unchecked : Verify(record.Key, store, length);
    }

    private static ChecksumState Verify(in DatagramKey key, PayloadStore store, int length)
    {
        if (key.Version == IpVersion.V6)
        {
            return VerifyV6(store.Packet(length), store.HeaderLength);
        }

        var payload = store.Bytes(new ByteRange(0, length));
        return Ipv4Packet.TryParse(store.Packet(length), out var packet, out _)
            ? TransportChecksum.Verify(packet, payload)
            : TransportChecksum.Verify(key.Protocol, key.Source, key.Destination, payload);
    }

    // Headers of a first fragment, or of what was delivered, and all of the payload. The transport may stand behind more extension headers;
    // behind a Fragment header among these stands a piece of it, if anything, or what Linux throws away.
    private static ChecksumState VerifyV6(ReadOnlySpan<byte> packet, int headerLength)
    {
        if (!Ipv6Packet.TryParse(packet, out var ip, out _) || ((ip.IsFragment || ip.IsAtomicFragment) && ip.HeaderLength > headerLength) || !Ipv6Transport.TryFind(ip.Protocol, packet[ip.HeaderLength..], out var protocol, out var offset))
        {
            return ChecksumState.Unchecked;
        }

        return TransportChecksum.Verify(protocol, ip.Source, ip.FinalDestination, packet[(ip.HeaderLength + offset)..]);
    }

    /// <summary>Notes the transport and its ports, or an ICMP message's type and code, once the first bytes are there.</summary>
    public static void ReadPorts(Datagram record)
    {
        const int Icmp = 1;
        const int Tcp = 6;
        const int Udp = 17;
        const int IcmpV6 = 58;
        const int Sctp = 132;

        // In IPv6 the transport may stand behind more extension headers.
        var (protocol, start) = (record.Protocol, 0);
        if (record.Key.Version == IpVersion.V6 && !Ipv6Transport.TryFind(record.Protocol, record.Store.Beginning, out protocol, out start))
        {
            return;
        }

        if (!record.Store.Arrived(start / 8) || record.ArrivedLength < start + 4)
        {
            return;
        }

        record.Transport = protocol;
        var first = record.Store.ReadUInt16(start);
        switch (protocol)
        {
            case Tcp or Udp or Sctp:
                (record.SourcePort, record.DestinationPort) = (first, record.Store.ReadUInt16(start + 2));
                break;
            case Icmp or IcmpV6:
                (record.IcmpType, record.IcmpCode) = ((byte)(first >> 8), (byte)first);
                break;
        }
    }
}
