using System.Buffers;
using System.Text.Json;
using IpReassembler.Reassembly;
using IpReassembler.Timing;

namespace IpReassembler.Records;

/// <summary>Writes records as one JSON object a line. The same records give the same bytes; the order of the fields never changes.</summary>
/// <remarks>The stream stays open. What is written reaches it in pieces of about 64 KB, and with <see cref="Flush"/> or <see cref="Dispose"/>.</remarks>
public sealed class JsonLines : IDisposable
{
    private const int FlushAt = 1 << 16;

    private readonly Stream _stream;
    private readonly LineKinds _kinds;
    private readonly int _digits;
    private readonly DatagramFields _fields;
    private readonly bool _isSelection;
    private readonly ArrayBufferWriter<byte> _buffer = new(2 * FlushAt);
    private readonly Utf8JsonWriter _json;

    /// <summary>Begins an output with its capture line.</summary>
    public JsonLines(Stream stream, CaptureHeader header, LineKinds kinds = LineKinds.Default)
    {
        _stream = stream;
        _kinds = kinds;
        _digits = header.TimeDigits;
        _fields = new DatagramFields(header);
        _isSelection = header.Where is not null;
        _json = new Utf8JsonWriter(_buffer);
        Write(header);
    }

    /// <summary>Writes a datagram's line. A late duplicate is no datagram and becomes an event, unless it was whole and so delivered once more.</summary>
    public void Write(DatagramRecord record)
    {
        if (record.LateDuplicateOf is { } original && record.State != DatagramState.Complete)
        {
            WriteLateDuplicate(record, original);
        }
        else if (Begin(LineKinds.Datagram, "datagram"))
        {
            _fields.Write(_json, record);
            End();
        }
    }

    /// <summary>Writes a fragment's line.</summary>
    public void Write(in FragmentRecord record)
    {
        if (!Begin(LineKinds.Fragment, "fragment"))
        {
            return;
        }

        var fragment = record.Fragment;
        _json.WriteString("n"u8, record.Name);
        _json.WriteNumber("depth"u8, record.Depth);
        _json.WriteNumber("sport"u8, record.SourcePort);
        _json.WriteNumber("dport"u8, record.DestinationPort);
        _json.WriteString("community_id"u8, record.CommunityId);
        _json.WriteNumber("frame"u8, fragment.Frame);
        _json.WriteTime("ts"u8, fragment.Timestamp, _digits);
        _json.WriteNumber("off"u8, fragment.Range.Start);
        _json.WriteNumber("len"u8, fragment.Range.Length);
        _json.WriteBoolean("mf"u8, fragment.MoreFragments);
        _json.WriteNumber("ttl"u8, fragment.TimeToLive);
        _json.WriteString("fate"u8, Words.Of(fragment.Fate));
        _json.WriteAnomalies(fragment.Anomalies);
        End();
    }

    /// <summary>Writes an event's line.</summary>
    public void Write(in RecordEvent happened)
    {
        if (Begin(LineKinds.Event, "event"))
        {
            _json.WriteTime("ts"u8, happened.At, _digits);
            _json.WriteString("event"u8, happened.Event);
            _json.WriteString("n"u8, happened.Name);
            if (happened.Frame is { } frame)
            {
                _json.WriteNumber("frame"u8, frame);
            }

            _json.WriteNamesElsewhere(happened.Event, happened.Version);
            End();
        }
    }

    /// <summary>Writes the line of an assertion, whatever kinds of lines are wanted.</summary>
    public void Write(AssertionResult result)
    {
        Begin("assertion");
        _json.WriteResult(result);
        End();
    }

    /// <summary>Writes the line of a row of a table of flows.</summary>
    public void Write(FlowRow row, FlowGrouping grouping, CaptureHeader header)
    {
        if (!Begin(LineKinds.Flow, "flow"))
        {
            return;
        }

        _json.WriteString("by"u8, FlowGroupingNames.Of(grouping));
        foreach (var field in FlowFields.All)
        {
            _json.WritePropertyName(field.Name);
            switch (field.Text(row, header))
            {
                case null:
                    _json.WriteNullValue();
                    break;
                case var number when field.IsNumber:
                    _json.WriteRawValue(number);
                    break;
                case var word:
                    _json.WriteStringValue(word);
                    break;
            }
        }

        End();
    }

    /// <summary>Writes the line of what found no row of its own: nothing when all did.</summary>
    public void WriteRest(FlowTable flows)
    {
        if (flows.Displaced > 0 && Begin(LineKinds.Flow, "flow_rest"))
        {
            _json.WriteNumber("displaced"u8, flows.Displaced);
            _json.WriteNumber("datagrams"u8, flows.OtherDatagrams);
            _json.WriteNumber("failed"u8, flows.OtherFailed);
            End();
        }
    }

    /// <summary>Writes the last line.</summary>
    public void Write(CaptureTotals totals, CaptureCounts counts)
    {
        if (!Begin(LineKinds.Summary, "summary"))
        {
            return;
        }

        _json.WriteNumber("packets"u8, counts.Packets);
        _json.WriteNumber("ipv4_packets"u8, counts.Ipv4Packets);
        _json.WriteNumber("ipv4_fragments"u8, counts.Ipv4Fragments);
        _json.WriteNumber("ipv6_packets"u8, counts.Ipv6Packets);
        _json.WriteNumber("ipv6_fragments"u8, counts.Ipv6Fragments);
        _json.WriteBoolean("damaged"u8, counts.Damaged);
        _json.WriteNumber("datagrams"u8, totals.Datagrams);
        if (_isSelection)
        {
            _json.WriteNumber("unselected"u8, totals.Unselected);
        }

        _json.WriteNumber("sound"u8, totals[RecordCategory.Sound]);
        _json.WriteNumber("incomplete"u8, totals[RecordCategory.Incomplete]);
        _json.WriteNumber("conflict"u8, totals[RecordCategory.Conflict]);
        _json.WriteNumber("malformed"u8, totals[RecordCategory.Malformed]);
        _json.WriteNumber("spliced"u8, totals[RecordCategory.Spliced]);
        _json.WriteNumber("expired"u8, totals[RecordCategory.Expired]);
        _json.WriteNumber("corrupt"u8, totals[RecordCategory.Corrupt]);
        _json.WriteNumber("unchecked"u8, totals[RecordCategory.Unchecked]);
        _json.WriteNumber("evicted"u8, totals[RecordCategory.Evicted]);
        _json.WriteNumber("dropped_by_policy"u8, totals[RecordCategory.DroppedByPolicy]);
        _json.WriteNumber("late_duplicates"u8, totals.LateDuplicates);
        _json.WriteNumber("checksum_offloaded"u8, totals.Offloaded);
        _json.WriteTiming(totals.Timing);
        _json.WriteNumber("used"u8, counts.Used);
        _json.WriteNumber("ignored"u8, counts.Ignored);
        _json.WriteNumber("rejected"u8, counts.Rejected);
        _json.WriteNumber("discarded"u8, counts.Discarded);
        _json.WriteNumber("evicted_fragments"u8, counts.EvictedFragments);
        _json.WriteNumber("expired_fragments"u8, counts.ExpiredFragments);
        _json.WriteNumber("pending"u8, counts.Pending);
        _json.WriteNumber("refused"u8, counts.Refused);
        if (counts.Live is { } live)
        {
            _json.WriteNumber("kernel_received"u8, live.Received);
            _json.WriteNumber("kernel_dropped"u8, live.Dropped);
            _json.WriteNumber("interface_dropped"u8, live.DroppedByInterface);
        }

        if (counts.IndexSha256 is not null)
        {
            _json.WriteString("index_sha256"u8, counts.IndexSha256);
        }

        if (counts.BytesSha256 is not null)
        {
            _json.WriteString("bytes_sha256"u8, counts.BytesSha256);
        }

        End();
    }

    /// <summary>Hands everything written so far to the stream, and flushes that: after each line of a live capture.</summary>
    public void Flush()
    {
        Drain();
        _stream.Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Flush();
        _json.Dispose();
    }

    private void Write(CaptureHeader header)
    {
        _json.WriteStartObject();
        _json.WriteString("type"u8, "capture"u8);
        _json.WriteNumber("v"u8, CaptureHeader.Version);
        _json.WriteString("file"u8, header.File);
        _json.WriteString("format"u8, header.Format);
        _json.WriteString("link"u8, LinkNames.Of(header.Link));
        _json.WriteNumber("tick_ns"u8, header.TickNanoseconds);
        _json.WriteString("policy"u8, header.Policy);
        _json.WriteNumber("timeout_ns"u8, header.Timeout?.Nanoseconds);
        _json.WriteNumber("timeout_ipv6_ns"u8, header.Ipv6Timeout?.Nanoseconds);
        if (header.Targets is not null)
        {
            _json.WriteString("targets"u8, header.Targets);
        }

        if (header.Key != KeyFields.Vlans)
        {
            _json.WriteString("key"u8, KeyFieldNames.Of(header.Key));
        }

        if (header.Where is not null)
        {
            _json.WriteString("where"u8, header.Where);
        }

        End();
    }

    private void WriteLateDuplicate(DatagramRecord record, long original)
    {
        if (Begin(LineKinds.Event, "event"))
        {
            _json.WriteTime("ts"u8, record.First, record.TimeDigits);
            _json.WriteString("event"u8, "late-duplicate"u8);
            _json.WriteString("n"u8, record.Name);
            _json.WriteString("of"u8, record.NameOfPeer(original));
            _json.WriteNumber("frags"u8, record.FragmentCount);
            _json.WriteFrames(record);
            _json.WriteNamesElsewhere("late-duplicate", record.Key.Version);
            End();
        }
    }

    private bool Begin(LineKinds kind, string type)
    {
        if ((_kinds & kind) == 0)
        {
            return false;
        }

        Begin(type);
        return true;
    }

    private void Begin(string type)
    {
        _json.WriteStartObject();
        _json.WriteString("type"u8, type);
    }

    private void End()
    {
        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
        _buffer.Write("\n"u8);
        if (_buffer.WrittenCount >= FlushAt)
        {
            Drain();
        }
    }

    private void Drain()
    {
        _stream.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
    }
}
