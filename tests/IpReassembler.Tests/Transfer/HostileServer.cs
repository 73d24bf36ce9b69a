using System.Net;
using System.Net.Sockets;
using IpReassembler.Transfer;

namespace IpReassembler.Tests.Transfer;

/// <summary>A server that sends what it is told to the first client, whatever that asks for.</summary>
internal sealed class HostileServer : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    /// <param name="stream">What it sends before it ends its side.</param>
    /// <param name="byteByByte">Whether in packets of one byte each.</param>
    /// <param name="resets">Whether it resets the connection at the first byte instead.</param>
    public HostileServer(byte[] stream, bool byteByByte = false, bool resets = false)
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _ = Task.Run(() => Serve(stream, byteByByte, resets));
    }

    public Task<Connection> OpenAsync(TransferLimits limits) =>
        Connection.OpenAsync("127.0.0.1", ((IPEndPoint)_listener.LocalEndPoint!).Port, limits, TimeProvider.System, default);

    public void Dispose() => _listener.Dispose();

    private void Serve(byte[] stream, bool byteByByte, bool resets)
    {
        using var client = _listener.Accept();
        if (resets)
        {
            client.Receive(new byte[1]);
            client.LingerState = new LingerOption(true, 0);
            return;
        }

        client.NoDelay = true;
        foreach (var piece in byteByByte ? stream.Chunk(1) : [stream])
        {
            client.Send(piece);
            SpinWait.SpinUntil(() => SendBuffer.IsEmpty(client), TestServer.Patience);
        }

        client.Shutdown(SocketShutdown.Send);
        client.Receive(new byte[1]);
    }
}
