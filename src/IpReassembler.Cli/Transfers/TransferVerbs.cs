using System.CommandLine;

namespace IpReassembler.Cli;

/// <summary><c>ipreasm serve</c>, <c>get</c>, <c>put</c>, <c>call</c>: which protocols each of them knows.</summary>
internal static class TransferVerbs
{
    public static Command Serve(Terminal terminal, Interruption interruption) => new("serve", "Answers for a transfer protocol, until interrupted.")
    {
        SstCommands.Serve(terminal, interruption),
        UploadCommands.Serve(terminal, interruption),
        BatchCommands.Serve(terminal, interruption),
        MessageCommands.Serve(terminal, interruption),
        CommandVerbs.Serve(terminal, interruption),
    };

    public static Command Get(Terminal terminal, Interruption interruption) => new("get", "Takes a file from a server.")
    {
        SstCommands.Get(terminal, interruption),
    };

    public static Command Put(Terminal terminal, Interruption interruption) => new("put", "Sends files to a server.")
    {
        UploadCommands.Put(terminal, interruption),
        BatchCommands.Put(terminal, interruption),
    };

    public static Command Call(Terminal terminal, Interruption interruption) => new("call", "Talks with a server.")
    {
        MessageCommands.Call(terminal, interruption),
        CommandVerbs.Call(terminal, interruption),
    };
}
