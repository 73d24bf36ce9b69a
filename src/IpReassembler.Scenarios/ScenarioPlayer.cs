using IpReassembler.Capture;
using IpReassembler.Packets;

namespace IpReassembler.Scenarios;

/// <summary>The frames of a scenario in the order of their times; what comes at the same time comes as it was written down.</summary>
/// <remarks>
/// A datagram is made when its time has come and forgotten when its last packet was sent. So only those
/// whose packets take turns are in memory together.
/// </remarks>
internal sealed class ScenarioPlayer : IFrameSource
{
    private readonly Scenario _scenario;
    private readonly FrameWriter _writer;

    // The next repetition of each datagram, and the packets of those that have begun. What decides between equal times is the order of writing down.
    private readonly PriorityQueue<(int Datagram, int Repetition), (Int128 At, int Datagram)> _beginnings = new();
    private readonly PriorityQueue<OutgoingPacket, (Int128 At, int Datagram, int Repetition, int Number)> _packets = new();
    private long _number;

    public ScenarioPlayer(Scenario scenario)
    {
        _scenario = scenario;
        _writer = new FrameWriter(scenario);
        Interfaces = [new CaptureInterface { Link = scenario.Link, SnapLength = scenario.SnapLength, TimestampResolution = 9 }];
        for (var i = 0; i < scenario.Datagrams.Count; i++)
        {
            _beginnings.Enqueue((i, 0), (scenario.Datagrams[i].StartOf(0), i));
        }
    }

    public IReadOnlyList<CaptureInterface> Interfaces { get; }

    public CaptureDamage? Damage => null;

    public long BytesRead => 0;

    public long? Length => null;

    /// <summary>Which datagram the packet read last belongs to, and which repetition of it.</summary>
    public (int Datagram, int Repetition) Last { get; private set; }

    /// <summary>The packet read last.</summary>
    public OutgoingPacket? LastPacket { get; private set; }

    public ReadResult Read(out CapturedFrame frame)
    {
        Begin();
        if (!_packets.TryDequeue(out var packet, out var place))
        {
            frame = default;
            return ReadResult.End;
        }

        Last = (place.Datagram, place.Repetition);
        LastPacket = packet;
        frame = _writer.Write(packet, _scenario.Start + new Duration((long)Int128.Min(place.At, long.MaxValue))) with { Number = ++_number };
        return ReadResult.Frame;
    }

    public void Dispose()
    {
    }

    // Everything whose first packet may come before the next one is made before that one is sent.
    private void Begin()
    {
        while (_beginnings.TryPeek(out var next, out var beginning)
            && (!_packets.TryPeek(out _, out var first)
                || (beginning.At, next.Datagram, next.Repetition).CompareTo((first.At, first.Datagram, first.Repetition)) < 0))
        {
            _beginnings.Dequeue();
            var datagram = _scenario.Datagrams[next.Datagram];
            var pieces = datagram.Play(next.Repetition, _scenario.Seed).Pieces;
            for (var i = 0; i < pieces.Count; i++)
            {
                _packets.Enqueue(pieces[i], (beginning.At + pieces[i].At.Nanoseconds, next.Datagram, next.Repetition, i));
            }

            var following = next.Repetition + 1;
            if (following < datagram.Repetition.Count)
            {
                _beginnings.Enqueue((next.Datagram, following), (datagram.StartOf(following), next.Datagram));
            }
        }
    }
}
