using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Cli;

/// <summary>The second pass: copies frames, leaves out the fragments that were used, and writes each datagram where its last hole closed.</summary>
internal sealed class CaptureRewriter
{
    private readonly ReassemblyPlan _plan;
    private readonly CaptureInput _input;
    private readonly CaptureOutput _output;
    private byte[] _frame = new byte[1 << 17];

    public CaptureRewriter(ReassemblyPlan plan, CaptureInput input, CaptureOutput output) => (_plan, _input, _output) = (plan, input, output);

    /// <summary>Which time a datagram is written with.</summary>
    public DatagramTime Time { get; init; }

    /// <summary>Whether fragments of what was not delivered are copied.</summary>
    public bool KeepsIncomplete { get; init; }

    /// <summary>Whether nothing but datagrams is written.</summary>
    public bool OnlyDatagrams { get; init; }

    /// <summary>Whether datagrams get a comment.</summary>
    public bool Annotates { get; init; }

    /// <summary>Reads the input to its end.</summary>
    public void Write(ReassemblyCache cache)
    {
        while (_input.Read(out var frame))
        {
            if (_input.IsIdle)
            {
                continue;
            }

            if (!LinkLayer.TryGetIp(frame, out var packet, out _))
            {
                // Time goes on here as in the first pass: both must come to the same end.
                cache.Expire(frame.Timestamp);
                Copy(frame, isFragment: false);
                continue;
            }

            var isFragment = false;
            foreach (var outcome in cache.Accept(packet))
            {
                if (outcome.Kind != OutcomeKind.Fragment)
                {
                    continue;
                }

                isFragment = true;
                if (outcome is { Fate: FragmentFate.Completes, Datagram: { } datagram } && _plan.Writes(datagram))
                {
                    WriteWhole(frame, packet, datagram, outcome.Packet);
                }
                else if (outcome.Datagram is { } incomplete && _plan.PadsAt(frame.Number))
                {
                    WritePadded(frame, packet, incomplete);
                }
            }

            Copy(frame, isFragment);
        }
    }

    private void Copy(in CapturedFrame frame, bool isFragment)
    {
        if (!OnlyDatagrams && !_plan.IsUsed(frame.Number) && (KeepsIncomplete || !isFragment))
        {
            _output.Write(frame, _input.Comments is { Count: > 0 } comments ? string.Join('\n', comments) : null);
        }
    }

    private void WriteWhole(in CapturedFrame frame, in IpPacket packet, Datagram datagram, ReadOnlySpan<byte> whole) =>
        WriteRebuilt(frame, packet, whole, TimeOf(datagram, frame.Timestamp), Annotates ? RewriteComment.OfWhole(datagram) : null);

    private void WritePadded(in CapturedFrame frame, in IpPacket packet, Datagram datagram)
    {
        var padded = new byte[datagram.PaddedLength];
        datagram.WritePadded(padded);
        WriteRebuilt(frame, packet, padded, TimeOf(datagram, frame.Timestamp), RewriteComment.OfPadded(datagram));
    }

    private void WriteRebuilt(in CapturedFrame frame, in IpPacket packet, ReadOnlySpan<byte> rebuilt, Timestamp time, string? comment)
    {
        var room = LinkLayer.HeaderLength(frame, packet) + rebuilt.Length;
        if (room > _frame.Length)
        {
            _frame = new byte[room];
        }

        var length = LinkEnvelope.Write(frame, packet, rebuilt, _frame);
        _output.Write(frame with { Bytes = _frame.AsSpan(0, length), OriginalLength = length, Timestamp = time }, comment);
    }

    private Timestamp TimeOf(Datagram datagram, Timestamp complete)
    {
        switch (Time)
        {
            case DatagramTime.First:
                return datagram.First;
            case DatagramTime.Last:
                return datagram.Last;
            case DatagramTime.Zero:
                foreach (ref readonly var fragment in datagram.Journal)
                {
                    if (fragment.Range.Start == 0)
                    {
                        return fragment.Timestamp;
                    }
                }

                return complete;
            default:
                return complete;
        }
    }

}
