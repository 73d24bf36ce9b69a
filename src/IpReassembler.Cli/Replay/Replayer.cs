using IpReassembler.Capture;
using IpReassembler.Packets;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>Sends frames when they are due.</summary>
internal sealed class Replayer(ReplayGate gate, ReplayPace pace, IFrameSink sink, Interruption interruption, Metronome metronome)
{
    private static readonly Duration LongestWait = Duration.FromMilliseconds(50);

    private byte[] _rewritten = new byte[1 << 16];
    private long _frames;
    private long _bytes;
    private long _failed;
    private string _firstFailure = "";

    // The interface has vanished: no other frame can go.
    private bool _isGone;

    /// <summary>Sends what the gate lets through, to the end of the input or until the user stops it.</summary>
    public void Send(CaptureInput input)
    {
        Duration? began = null;
        Timestamp? first = null;
        while (input.Read(out var frame))
        {
            if (gate.Judge(frame, out _) != ReplayFate.Sent)
            {
                continue;
            }

            first ??= frame.Timestamp;
            var due = pace.Due(began ?? metronome.Elapsed, frame.Timestamp > first.Value ? frame.Timestamp - first.Value : Duration.Zero, _frames + _failed, _bytes);
            while (!metronome.WaitUntil(due, LongestWait))
            {
                if (interruption.Requested)
                {
                    return;
                }
            }

            Send(frame);
            if (_isGone)
            {
                return;
            }

            // Counted from when the first frame has gone: no frame follows it sooner than it should, however long the first one took.
            began ??= metronome.Elapsed;
        }
    }

    /// <summary>Says what was sent, and gives the exit code.</summary>
    public int Conclude(string device, TextWriter output, TextWriter error)
    {
        var seconds = Math.Max(metronome.Elapsed.Nanoseconds / 1e9, 1e-9);
        output.WriteLine(Invariant($"{RecordText.Count(_frames, "frame")}, {_bytes} bytes sent out of {device} in {seconds:0.000} s: {_frames / seconds:0} frames/s, {_bytes * 8 / seconds / 1e6:0.0} Mb/s"));
        if (_isGone)
        {
            error.WriteLine($"ipreasm: {device} has vanished: what follows was not sent");
        }

        if (_failed > 0)
        {
            error.WriteLine(Invariant($"ipreasm: {RecordText.Count(_failed, "frame")} could not be sent, the first because {_firstFailure}"));
        }

        return interruption.Requested ? interruption.ExitCode : _failed > 0 ? ExitCode.Network : ExitCode.Done;
    }

    private void Send(in CapturedFrame frame)
    {
        try
        {
            if (gate.Destination is { } destination)
            {
                WriteRewritten(frame, destination);
            }
            else
            {
                sink.Write(frame);
            }

            _frames++;
            _bytes += frame.Bytes.Length;
        }
        catch (CaptureDeviceException refused)
        {
            // One frame that is too long, say: the others may still go.
            _firstFailure = _failed++ == 0 ? refused.Message : _firstFailure;
            _isGone = refused.Fault == CaptureDeviceFault.NoSuchDevice;
        }
    }

    private void WriteRewritten(in CapturedFrame frame, IpAddress destination)
    {
        if (frame.Bytes.Length > _rewritten.Length)
        {
            _rewritten = new byte[frame.Bytes.Length];
        }

        var copy = _rewritten.AsSpan(0, frame.Bytes.Length);
        frame.Bytes.CopyTo(copy);
        if (LinkLayer.TryGetIp(frame, out var packet, out _))
        {
            DestinationRewrite.TryApply(copy[LinkLayer.HeaderLength(frame, packet)..], destination);
        }

        sink.Write(frame with { Bytes = copy });
    }
}
