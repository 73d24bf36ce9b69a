using IpReassembler.Capture;
using IpReassembler.Cli;
using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Records;
using IpReassembler.Tests.Reassembly;

namespace IpReassembler.Tests.Cli.Live;

/// <summary>Traffic that a board is shown, with the time of its frames as the only clock.</summary>
internal sealed class Traffic
{
    private readonly ReassemblyCache _cache;
    private readonly Timestamp _began;
    private long _number;

    public Traffic(ReassemblyOptions? options = null, Timestamp began = default)
    {
        options ??= new ReassemblyOptions();
        _cache = new ReassemblyCache(options);
        _began = began;
        Board = new LiveBoard(_cache, options) { Header = new CaptureHeader { File = "mix.pcap", Format = "pcap" } };
        Pass(0);
    }

    public LiveBoard Board { get; }

    /// <summary>The first seconds of a capture, up to this one.</summary>
    public static Traffic Of(string capture, double seconds)
    {
        using var source = CaptureFile.Open(ToolRun.Capture(capture));
        Traffic? traffic = null;
        while (source.Read(out var frame) is ReadResult.Frame)
        {
            traffic ??= new Traffic(began: frame.Timestamp);
            if ((frame.Timestamp - traffic._began).Nanoseconds > seconds * 1e9)
            {
                break;
            }

            traffic.Take(frame);
        }

        traffic!.Pass(seconds);
        return traffic;
    }

    /// <summary>Fragments, one behind the other.</summary>
    public Traffic Send(params IEnumerable<Piece> pieces)
    {
        foreach (var piece in pieces)
        {
            Take(new CapturedFrame(piece.ToEthernet(), LinkType.Ethernet, piece.At) { Number = ++_number, OriginalLength = piece.ToEthernet().Length });
        }

        return this;
    }

    /// <summary>Nothing comes until so many seconds after the beginning.</summary>
    public Traffic Pass(double seconds)
    {
        var now = _began + new Duration((long)(seconds * 1e9));
        Board.Pass(now);
        Note(_cache.Expire(now));
        return this;
    }

    public Traffic Finish()
    {
        Note(_cache.Finish());
        return this;
    }

    public LiveSnapshot Show(int waiting = 50, LiveView? view = null, long? dropped = null, bool hasEnded = false) => Board.Show(waiting, view?.Wanted, dropped, hasEnded);

    private void Take(in CapturedFrame frame)
    {
        Board.Note(frame);
        Assert.True(LinkLayer.TryGetIp(frame, out var packet, out _));
        Note(_cache.Accept(packet));
    }

    private void Note(OutcomeSequence outcomes)
    {
        foreach (var outcome in outcomes)
        {
            Board.Note(outcome);
        }
    }
}
