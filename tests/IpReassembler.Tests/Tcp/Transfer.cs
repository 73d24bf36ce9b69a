using IpReassembler.Packets;
using IpReassembler.Tcp;

namespace IpReassembler.Tests.Tcp;

/// <summary>Bytes on their way from one connection to another: as many are written as there is room for, and read as come.</summary>
internal sealed class Transfer(TcpConnection from, TcpConnection to, byte[] bytes)
{
    private readonly byte[] _received = new byte[bytes.Length + 1];
    private int _written;
    private int _read;

    /// <summary>Writes and reads; true when everything has been read, to the end.</summary>
    public bool Step()
    {
        if (_written < bytes.Length)
        {
            _written += from.Write(bytes.AsSpan(_written));
        }

        if (_written == bytes.Length)
        {
            from.Close();
        }

        _read += to.Read(_received.AsSpan(_read));
        return to.IsReadToEnd;
    }

    /// <summary>What came is what was sent.</summary>
    public void Check() => Assert.Equal(bytes, _received[.._read]);

    /// <summary>Runs until all has come, and compares.</summary>
    /// <returns>How long it took.</returns>
    public static Duration Run(TwoHosts hosts, TcpConnection from, TcpConnection to, int length, Duration patience)
    {
        var transfer = new Transfer(from, to, Packets.Bytes.Random(length, length));
        var start = hosts.Now;
        Assert.True(hosts.RunUntil(transfer.Step, patience), $"{transfer._read} of {length} bytes came within {patience}; {from.State} {from.CloseReason}, {to.State} {to.CloseReason}");
        transfer.Check();
        return hosts.Now - start;
    }
}
