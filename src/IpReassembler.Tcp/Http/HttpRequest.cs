namespace IpReassembler.Tcp;

/// <summary>What a request asks for, as far as an answer depends on it.</summary>
public sealed record HttpRequest
{
    /// <summary>The longest target that is read, in bytes.</summary>
    public const int MaxTargetLength = 2_048;

    /// <summary>The most header fields that are read.</summary>
    public const int MaxFields = 100;

    /// <summary>What it is answered with, as far as its head decides that.</summary>
    public required HttpStatus Status { get; init; }

    /// <summary>The method; empty when the request has none.</summary>
    public string Method { get; init; } = "";

    /// <summary>The path it asks for, decoded, without the query; empty when the request has none.</summary>
    public string Path { get; init; } = "";

    /// <summary>Whether only the head of the answer is wanted.</summary>
    public bool IsHead => Method == "HEAD";

    /// <summary>Whether it is HTTP/1.0.</summary>
    public bool IsVersion10 { get; init; }

    /// <summary>Whether another request may follow on the connection.</summary>
    public bool KeepsAlive { get; init; }
}
