using System.Text.Json;
using IpReassembler.Reassembly;

namespace IpReassembler.Records;

/// <summary>The JSON fields of a datagram: who it is, what is found out about it, what was delivered.</summary>
internal sealed class DatagramFields(CaptureHeader header)
{
    private readonly bool _tellsPolicy = header.Targets is not null;
    private readonly bool _tellsInterface = (header.Key & KeyFields.Interface) != 0;

    public void Write(Utf8JsonWriter json, DatagramRecord record)
    {
        WriteIdentity(json, record);
        WriteFindings(json, record);
        WriteDelivery(json, record);
        if (record.Views is { } views)
        {
            json.WriteViews(views);
        }
    }

    private void WriteIdentity(Utf8JsonWriter json, DatagramRecord record)
    {
        var key = record.Key;
        json.WriteString("n"u8, record.Name);
        json.WriteNumber("ip"u8, (int)key.Source.Version);
        json.WriteString("src"u8, key.Source.ToString());
        json.WriteString("dst"u8, key.Destination.ToString());
        json.WriteNumber("proto"u8, record.Protocol);
        json.WriteNumber("sport"u8, record.SourcePort);
        json.WriteNumber("dport"u8, record.DestinationPort);
        json.WriteNumber("id"u8, key.Identification);
        json.WriteNumber("depth"u8, key.Depth);
        json.WriteString("community_id"u8, record.CommunityId);
        if (key.Vlans.Count > 0)
        {
            json.WriteString("vlan"u8, key.Vlans.ToString());
        }

        if (_tellsInterface)
        {
            json.WriteNumber("iface"u8, key.Interface);
        }

        json.WriteTime("first"u8, record.First, record.TimeDigits);
        json.WriteTime("last"u8, record.Last, record.TimeDigits);
    }

    private void WriteFindings(Utf8JsonWriter json, DatagramRecord record)
    {
        if (_tellsPolicy)
        {
            json.WriteString("policy"u8, record.Policy);
        }

        json.WriteString("state"u8, Words.Of(record.State));
        if (record.EvictedBy != CacheLimit.None)
        {
            json.WriteString("evicted_by"u8, Words.Of(record.EvictedBy));
        }

        json.WriteString("verdict"u8, Words.Of(record.Verdict));
        json.WriteNumber("total"u8, record.TotalLength);
        json.WriteNumber("have"u8, record.ArrivedLength);
        json.WriteMissing(record.Missing);
        json.WriteNumber("frags"u8, record.FragmentCount);
        json.WriteNumber("dup"u8, record.DuplicateCount);
        json.WriteNumber("overlap"u8, record.OverlapCount);
        json.WriteNumber("conflict"u8, record.ConflictCount);
        json.WriteNumber("reordered"u8, record.ReorderedCount);
        json.WriteTiming(record.Timing);
        json.WriteNumber("duration_ns"u8, record.CompletedAfter?.Nanoseconds);
        json.WriteNumber("waited_ns"u8, record.Waited?.Nanoseconds);
        json.WriteString("checksum"u8, Words.Of(record.Checksum));
    }

    private static void WriteDelivery(Utf8JsonWriter json, DatagramRecord record)
    {
        json.WriteFrames(record);
        json.WriteNumber("complete_frame"u8, record.CompleteFrame);
        json.WriteNumber("payload_len"u8, record.Payload?.Length);
        if (record.Payload is { } payload)
        {
            json.WritePayload(payload);
        }

        if (record.LateDuplicateOf is { } original)
        {
            json.WriteString("late_duplicate_of"u8, record.NameOfPeer(original));
        }

        json.WriteAnomalies(record.Anomalies);
    }
}
