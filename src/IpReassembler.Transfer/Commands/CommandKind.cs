namespace IpReassembler.Transfer;

/// <summary>What a client can ask the command server for.</summary>
public enum CommandKind
{
    /// <summary>A line about the server.</summary>
    Info,

    /// <summary>The server's time of day.</summary>
    Time,

    /// <summary>The bytes of a file.</summary>
    File,

    /// <summary>The names of the files.</summary>
    List,

    /// <summary>A word of farewell, and the end of the connection.</summary>
    Quit,
}
