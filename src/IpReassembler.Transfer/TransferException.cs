using System.Net.Sockets;

namespace IpReassembler.Transfer;

/// <summary>A transfer failed. The message names the thing and the reason; nothing half done stands under a final name.</summary>
public sealed class TransferException(TransferFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    // ENOSPC, Linux' and macOS' EDQUOT; ERROR_DISK_FULL as .NET carries it on Windows.
    private const int NoSpace = 28;
    private const int LinuxQuota = 122;
    private const int MacQuota = 69;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    /// <summary>Which kind of failure.</summary>
    public TransferFault Fault { get; } = fault;

    /// <summary>A file that could not be read or written.</summary>
    /// <param name="doing">What was tried: <c>cannot write inbox/a.bin</c>.</param>
    /// <param name="failed">What the system said.</param>
    internal static TransferException OfFile(string doing, Exception failed) => failed switch
    {
        UnauthorizedAccessException => new(TransferFault.NotPermitted, $"{doing}: permission denied", failed),
        IOException { HResult: NoSpace or LinuxQuota or MacQuota or WindowsDiskFull } => new(TransferFault.Storage, $"{doing}: the disk is full", failed),
        _ => new(TransferFault.Storage, $"{doing}: {failed.Message}", failed),
    };

    /// <summary>A connection that broke.</summary>
    internal static TransferException OfSocket(SocketException failed) => new(TransferFault.Network, Explain(failed), failed);

    /// <summary>What a socket's error means, for a message.</summary>
    internal static string Explain(SocketException failed) => failed.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "connection refused; is the server running?",
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown or SocketError.NotConnected => "the peer reset the connection",
        SocketError.HostNotFound or SocketError.NoData => "no such host",
        SocketError.TryAgain => "the name cannot be looked up now",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => "no route to it",
        SocketError.AddressAlreadyInUse => "the port is in use",
        _ => failed.Message,
    };

    /// <summary>A file of which too few bytes came before the peer ended the connection in good order.</summary>
    internal static TransferException CutShort(string name, long done, long size) =>
        new(TransferFault.Integrity, $"{name} was cut short: {done} of {size} bytes came");
}
