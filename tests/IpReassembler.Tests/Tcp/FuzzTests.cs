using IpReassembler.Capture;
using IpReassembler.Packets;
using IpReassembler.Tcp;

namespace IpReassembler.Tests.Tcp;

/// <summary>A peer that says anything at all, in every state. Nothing may break, nothing may grow, and nothing may be taken that was not asked for.</summary>
public class FuzzTests
{
    private static readonly ConnectionOptions Options = new()
    {
        MaximumSegmentSize = 1000,
        SendBuffer = 20_000,
        ReceiveBuffer = 10_000,
        MaximumSegmentLifetime = Duration.FromSeconds(1),
        UserTimeout = Duration.FromSeconds(100),
    };

    [Fact]
    public void Any_segment_in_any_state()
    {
        var random = new SplitMix64(2026);
        var segments = LongRuns.Rounds(40_000, 1_000_000);
        while (segments > 0)
        {
            segments -= new Visit(random).Run();
        }
    }

    /// <summary>Some hundred segments to one host.</summary>
    private sealed class Visit
    {
        private readonly SplitMix64 _random;
        private readonly ScriptedPeer _peer;
        private readonly byte[] _packet = new byte[1500];
        private readonly byte[] _bytes = new byte[2000];
        private readonly string _state;
        private readonly Queue<string> _lately = new();
        private int _read;
        private int _written;

        // What the other side was told that it may send: as a number counted from its SYN.
        private int _edge;
        private int _acknowledged;
        private int _first = int.MinValue;
        private int _sent;
        private readonly bool _hasOptions;

        public Visit(SplitMix64 random)
        {
            _random = random;
            var (name, story) = StateTableTests.States[random.Below(StateTableTests.States.Length)];
            var plain = random.Happens(0.5);
            _state = name + (plain ? "" : " with options");
            if (!plain)
            {
                story = story.Replace("< S 0 <mss 1000>", "< S 0 <mss 1000,sack,ts 5 0,ws 7>").Replace("ack 1", "ack 1 <ts 5 0>").Replace("ack 2", "ack 2 <ts 5 0>");
            }

            _hasOptions = !plain;
            _peer = StateTableTests.Tell(story, plain ? Options with { SelectiveAcknowledgments = false, Timestamps = false, WindowScaling = false } : Options);
            FindFirst();
        }

        public int Run()
        {
            var count = 100 + (int)_random.Below(300);
            for (var step = 0; step < count; step++)
            {
                Act();
                Drain();
                Look(step);
            }

            return count;
        }

        private void Act()
        {
            switch (_random.Below(12))
            {
                case 0 when _peer.Host.NextDeadline is { } deadline:
                    _peer.AdvanceTo(deadline > _peer.Now ? deadline : _peer.Now);
                    break;
                case 1 when _peer.Connection is { } connection:
                    Use(connection);
                    break;
                default:
                    Arrive();
                    break;
            }

            if (_peer.Connection is null)
            {
                _peer.Adopt();
            }

            FindFirst();
        }

        // The number of the first byte that comes. Before anything else is said the window is that of the SYN.
        private void FindFirst()
        {
            if (_peer.Connection is { State: not (TcpState.SynSent or TcpState.Closed) } connection && _first != ScriptedPeer.Relative(connection.ReceivedFrom) + 1)
            {
                _first = ScriptedPeer.Relative(connection.ReceivedFrom) + 1;
                (_acknowledged, _edge) = (_first, _first + Options.ReceiveBuffer + 1);
            }
        }

        private void Arrive()
        {
            var text = Segment();
            _lately.Enqueue(text);
            if (_lately.Count > 20)
            {
                _lately.Dequeue();
            }

            var packet = _peer.PacketOf(text);
            if (_random.Happens(0.2))
            {
                // Anything, with a checksum that is right nevertheless or is not. Not the sequence number, the data offset, the bits and the text: these
                // would be another text at another place, and taken rightly.
                var headers = 20 + ((packet[32] >> 4) * 4);
                for (var flips = 1 + _random.Below(4); flips > 0; flips--)
                {
                    var at = (int)_random.Below(headers);
                    packet[at] ^= (byte)(at is (>= 24 and < 28) or 32 or 33 ? 0 : 1 << (int)_random.Below(8));
                }

                if (_random.Happens(0.7) && Ipv4Packet.TryParse(packet, out var ip, out _) && !ip.IsCutShort && ip.PayloadLength == ip.Payload.Length)
                {
                    TransportChecksumRepair.Repair(ip, packet.AsSpan(ip.HeaderLength, ip.PayloadLength));
                }
            }

            _peer.Host.Receive(packet, _peer.Now);
        }

        private string Segment()
        {
            var bits = string.Concat("SFRPAU".Where(letter => _random.Happens(letter switch { 'A' => 0.9, 'P' => 0.5, 'F' => 0.03, _ => 0.02 })));
            var start = Near(_acknowledged, _edge);
            var length = _random.Happens(0.5) ? 0 : (int)_random.Below(_random.Happens(0.9) ? 1200 : 12_000);
            var options = new List<string>();
            if (_hasOptions ? _random.Happens(0.95) : _random.Happens(0.05))
            {
                options.Add($"ts {5 + _random.Below(3)} {(_random.Happens(0.5) ? 0 : _random.Below(100_000))}");
            }

            if (_random.Happens(0.3))
            {
                options.Add("sack" + string.Concat(Enumerable.Range(0, 1 + (int)_random.Below(3)).Select(_ => $" {Near(1, _sent)}:{Near(1, _sent)}")));
            }

            if (_random.Happens(0.02))
            {
                options.Add(_random.Happens(0.5) ? "ws 14" : "mss 1");
            }

            return $"{(bits.Length == 0 ? "-" : bits)} {start}{(length > 0 ? $":{start + length}" : "")} ack {Near(1, _sent)} win {(_random.Happens(0.2) ? 0 : _random.Below(65_536))}"
                + (options.Count > 0 ? $" <{string.Join(", ", options)}>" : "");
        }

        // A number at one of two edges, between them, around them, or anywhere.
        private int Near(int low, int high) => _random.Below(8) switch
        {
            < 3 => low,
            3 => high,
            4 => low - 3 + (int)_random.Below(7),
            5 => high - 3 + (int)_random.Below(7),
            6 => low + (int)_random.Below(Math.Max(1, high - low)),
            _ => (int)_random.Below(1 << 30) - (1 << 29),
        };

        private void Use(TcpConnection connection)
        {
            switch (_random.Below(20))
            {
                case 0:
                    connection.Close();
                    break;
                case 1:
                    connection.StopReading();
                    break;
                case 2:
                    connection.Abort();
                    break;
                case < 12:
                    _written += connection.Write(Enumerable.Range(1 + _written, (int)_random.Below(4000)).Select(ScriptedPeer.Content).ToArray());
                    break;
                default:
                    var read = connection.Read(_bytes.AsSpan(0, (int)_random.Below(2000)));
                    // Every byte stands where its number says: nothing came from another place.
                    for (var index = 0; index < read; index++)
                    {
                        var number = _first + _read + index;
                        Assert.True(ScriptedPeer.Content(number) == _bytes[index], $"{_state}: byte {number} came from elsewhere, the first being {_first}. Lately came {string.Join("; ", _lately)}");
                    }

                    _read += read;
                    break;
            }
        }

        private void Drain()
        {
            var count = 0;
            while (_peer.Host.TryEmit(_packet, _peer.Now, out var length))
            {
                Assert.True(++count < 200, $"{_state}: it never stops sending");
                Assert.True(Ipv4Packet.TryParse(_packet.AsSpan(0, length), out var ip, out _));
                Assert.Equal(ChecksumState.Ok, TransportChecksum.Verify(ip, ip.Payload));
                Assert.True(TcpSegment.TryParse(ip.Payload, out var segment, out _));
                Note(segment);
            }
        }

        private void Note(in TcpSegment segment)
        {
            if ((segment.ControlBits & (TcpControlBits.Acknowledgment | TcpControlBits.Reset)) != TcpControlBits.Acknowledgment || segment.DestinationPort != ScriptedPeer.Remote.Port)
            {
                return;
            }

            var (acknowledged, sent) = _peer.Relative(segment);
            (_acknowledged, _sent) = (acknowledged, Math.Max(_sent, sent + segment.Payload.Length));
            _edge = Math.Max(_edge, acknowledged + segment.Window);
        }

        private void Look(int step)
        {
            Assert.True(_peer.Host.ConnectionCount <= _peer.Host.Options.MaxConnections);
            if (_peer.Connection is { } connection)
            {
                Assert.True(connection.ReadableLength <= Options.ReceiveBuffer, $"{_state}, step {step}: {connection.ReadableLength} bytes wait");
                Assert.True(_first + _read + connection.ReadableLength <= _edge, $"{_state}, step {step}: {_read} read and {connection.ReadableLength} waiting, offered up to {_edge}");
                Assert.True(connection.UnacknowledgedLength <= Options.SendBuffer);
                Assert.True(connection.CongestionWindow >= 0);
            }
        }
    }
}
