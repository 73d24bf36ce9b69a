using System.Diagnostics;
using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Cli;

/// <summary>The second pass: copies frames, leaves out the fragments that were used, and writes each datagram where its last hole closed.</summary>
internal sealed class CaptureRewriter
{
    private readonly ReassemblyPlan _plan;
    private readonly CaptureInput _input;
    private readonly CaptureOutput _output;
    private readonly byte[] _packet = new byte[1 << 17];
    private readonly List<string> _comments = [];
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
    public void Write(ReassemblyCache cache, ReassemblyOptions options)
    {
        var descent = new FrameDescent(cache, options);
        while (_input.Read(out var frame))
        {
            if (_input.IsIdle)
            {
                continue;
            }

            // Time goes on here as in the first pass, in frames without a packet too: both must come to the same end.
            var outcomes = descent.Begin(_input, frame, out var packet);
            var outermost = packet;
            var (length, isLeftOut, time) = (0, false, frame.Timestamp);
            _comments.Clear();
            do
            {
                foreach (var outcome in outcomes)
                {
                    if (outcome is not { Kind: OutcomeKind.Fragment })
                    {
                        continue;
                    }

                    // What it was part of so far is no longer wanted: a fragment that was used has gone into its datagram, at whatever depth.
                    var isUsed = _plan.IsUsed(frame.Number, packet.Depth);
                    isLeftOut = isUsed || !(KeepsIncomplete || _plan.IsTooLong(frame.Number, packet.Depth));
                    if (isUsed && outcome is { Fate: FragmentFate.Completes, Datagram: { } datagram } && _plan.Writes(datagram))
                    {
                        length = Rebuild(descent.Around, packet.Depth, outcome.Packet);
                        Annotate(Annotates ? RewriteComment.OfWhole(datagram) : null);
                        (isLeftOut, time) = (false, TimeOf(datagram, frame.Timestamp));
                    }
                    else if (packet.Depth == 0 && outcome.Datagram is { } incomplete && _plan.PadsAt(frame.Number))
                    {
                        length = Pad(incomplete);
                        Annotate(RewriteComment.OfPadded(incomplete));
                        (isLeftOut, time) = (false, TimeOf(incomplete, frame.Timestamp));
                    }
                }
            }
            while (descent.GoOn(ref packet, ref outcomes));

            if (isLeftOut)
            {
                continue;
            }

            if (length > 0)
            {
                WriteRebuilt(frame, outermost, _packet.AsSpan(0, length), time);
            }
            else if (!OnlyDatagrams)
            {
                _output.Write(frame, _input.Comments is { Count: > 0 } comments ? string.Join('\n', comments) : null);
            }
        }
    }

    // The datagram is lent until the cache is asked again; the packet inside it is.
    private int Rebuild(TunnelEnvelope around, int depth, ReadOnlySpan<byte> whole)
    {
        if (depth == 0)
        {
            whole.CopyTo(_packet);
            return whole.Length;
        }

        return around.TryWrite(whole, _packet, out var length) ? length : throw new UnreachableException("The plan says that it fits.");
    }

    private int Pad(Datagram datagram)
    {
        datagram.WritePadded(_packet.AsSpan(0, datagram.PaddedLength));
        return datagram.PaddedLength;
    }

    private void Annotate(string? comment)
    {
        if (comment is not null)
        {
            _comments.Add(comment);
        }
    }

    private void WriteRebuilt(in CapturedFrame frame, in IpPacket packet, ReadOnlySpan<byte> rebuilt, Timestamp time)
    {
        var room = LinkLayer.HeaderLength(frame, packet) + rebuilt.Length;
        if (room > _frame.Length)
        {
            _frame = new byte[room];
        }

        var length = LinkEnvelope.Write(frame, packet, rebuilt, _frame);
        _output.Write(frame with { Bytes = _frame.AsSpan(0, length), OriginalLength = length, Timestamp = time }, _comments.Count > 0 ? string.Join('\n', _comments) : null);
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
