using IpReassembler.Capture;
using IpReassembler.Packets;
using IpReassembler.Tcp;

namespace IpReassembler.Tests.Tcp;

/// <summary>Two hosts on a simulated link. Time passes only when nothing can happen without it.</summary>
internal sealed class TwoHosts : IDisposable
{
    public const int Port = 7000;

    public static readonly IpAddress LeftAddress = IpAddress.Parse("192.0.2.1");
    public static readonly IpAddress RightAddress = IpAddress.Parse("192.0.2.2");

    private readonly PacketLoop _leftLoop;
    private readonly PacketLoop _rightLoop;

    public TwoHosts(ConnectionOptions? options = null, ImpairmentOptions? there = null, ImpairmentOptions? back = null, int mtu = 1500, Func<HostOptions, HostOptions>? also = null)
    {
        Link = new SimulatedLink(mtu, there ?? new ImpairmentOptions(), back ?? new ImpairmentOptions(), new Timestamp(1_000_000_000_000));
        Left = new TcpHost(Options(LeftAddress, 1));
        Right = new TcpHost(Options(RightAddress, 2));
        (_leftLoop, _rightLoop) = (new PacketLoop(Left, Link.Left), new PacketLoop(Right, Link.Right));
        Listener = Right.Listen(Port);

        HostOptions Options(IpAddress address, byte secret)
        {
            var host = new HostOptions { Addresses = [address], Secret = Enumerable.Repeat(secret, 16).ToArray(), Mtu = mtu, Connection = options ?? new ConnectionOptions() };
            return also?.Invoke(host) ?? host;
        }
    }

    public SimulatedLink Link { get; }

    public TcpHost Left { get; }

    public TcpHost Right { get; }

    public TcpListener Listener { get; }

    public Timestamp Now => Link.Now;

    public TcpConnection Connect(int port = 40000) => Left.Connect(new TcpEndpoint(LeftAddress, port), new TcpEndpoint(RightAddress, Port), Now);

    /// <summary>Opens a connection and accepts it at the other side.</summary>
    public (TcpConnection Left, TcpConnection Right) Open(int port = 40000)
    {
        var left = Connect(port);
        TcpConnection? right = null;
        Assert.True(RunUntil(() => (right ??= Accepted()) is not null, Duration.FromSeconds(60)));
        return (left, right!);
    }

    /// <summary>Lets things happen, then time pass, and so on.</summary>
    /// <param name="isDone">Asked whenever nothing more happens at this time; what it does itself may make more happen.</param>
    /// <param name="patience">How much time may pass.</param>
    /// <returns>Whether it is done.</returns>
    public bool RunUntil(Func<bool> isDone, Duration patience)
    {
        var deadline = Now + patience;
        while (true)
        {
            Settle();
            var done = isDone();
            var moved = Settle();
            if (done)
            {
                return true;
            }

            if (moved)
            {
                continue;
            }

            var next = Earliest(Earliest(Left.NextDeadline, Right.NextDeadline), Link.NextDue);
            if (next is not { } time || time > deadline)
            {
                return false;
            }

            Link.AdvanceTo(time);
        }
    }

    /// <summary>Lets so much time pass, and all happen that belongs to it.</summary>
    public void Pass(Duration time)
    {
        var until = Now + time;
        RunUntil(() => false, time);
        Link.AdvanceTo(until);
        Settle();
    }

    /// <summary>Lets everything happen that happens without time passing.</summary>
    /// <returns>Whether anything did.</returns>
    public bool Settle()
    {
        var moved = false;
        while (_leftLoop.Turn() | _rightLoop.Turn())
        {
            moved = true;
        }

        return moved;
    }

    public void Dispose() => Link.Dispose();

    private TcpConnection? Accepted() => Listener.TryAccept(out var connection) ? connection : null;

    private static Timestamp? Earliest(Timestamp? left, Timestamp? right) => left is { } one && right is { } other ? (one < other ? one : other) : left ?? right;
}
