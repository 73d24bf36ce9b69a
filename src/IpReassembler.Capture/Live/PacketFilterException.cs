namespace IpReassembler.Capture;

/// <summary>A filter expression is wrong. The message quotes it and has libpcap's reason.</summary>
public sealed class PacketFilterException : FormatException
{
    /// <summary>An exception without a message.</summary>
    public PacketFilterException()
    {
    }

    /// <summary>An exception with this message.</summary>
    public PacketFilterException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with this message and cause.</summary>
    public PacketFilterException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
