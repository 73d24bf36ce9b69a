using IpReassembler.Capture;
using IpReassembler.Packets;

namespace IpReassembler.Cli;

/// <summary>A recorded capture played at the speed it was recorded with, or a multiple of it.</summary>
/// <remarks>While the next frame is not due, reads are idle and say what time it would be in the capture. Frames whose time steps back come at once.</remarks>
internal sealed class PacedSource(IFrameSource source, double speed, TimeProvider clock) : IFrameSource
{
    private static readonly Duration LongestWait = Duration.FromMilliseconds(50);

    private readonly KeptFrame _next = new();
    private Metronome? _metronome;
    private Timestamp _first;
    private bool _isWaiting;

    public IReadOnlyList<CaptureInterface> Interfaces => source.Interfaces;

    public CaptureDamage? Damage => source.Damage;

    public long BytesRead => source.BytesRead;

    public long? Length => source.Length;

    public IReadOnlyList<string> Comments => source.Comments;

    public Int128? TimeBeyondRange => source.TimeBeyondRange;

    public ReadResult Read(out CapturedFrame frame)
    {
        if (!_isWaiting)
        {
            var result = source.Read(out frame);
            if (result != ReadResult.Frame)
            {
                return result;
            }

            _next.Keep(frame);
        }

        if (_metronome is null)
        {
            _metronome = new Metronome(clock);
            _first = _next.Timestamp;
        }

        var due = new Duration((long)((_next.Timestamp - _first).Nanoseconds / speed));
        _isWaiting = !_metronome.WaitUntil(due, LongestWait);
        if (_isWaiting)
        {
            // The clock goes on while it is looked at, and must not pass the frame that is not due.
            var now = _first + new Duration((long)(_metronome.Elapsed.Nanoseconds * speed));
            frame = new CapturedFrame([], default, now < _next.Timestamp ? now : _next.Timestamp);
            return ReadResult.Idle;
        }

        _next.Show(out frame);
        return ReadResult.Frame;
    }

    public void Dispose() => source.Dispose();
}
