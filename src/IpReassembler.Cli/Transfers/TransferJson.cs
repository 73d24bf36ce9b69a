using System.Net;
using System.Text.Json;
using IpReassembler.Transfer;

namespace IpReassembler.Cli;

/// <summary>The JSON lines of transfers: <c>listening</c>, <c>file</c>, <c>answer</c>, <c>failure</c>. Their schema is <c>transfers.schema.json</c>.</summary>
internal static class TransferJson
{
    /// <summary>A server is ready.</summary>
    public static string Listening(string protocol, IPEndPoint address) => JsonLine.Of(json =>
    {
        json.WriteString("type", "listening");
        json.WriteString("protocol", protocol);
        json.WriteString("address", address.Address.ToString());
        json.WriteNumber("port", address.Port);
    });

    /// <summary>A file arrived, here or there.</summary>
    public static string File(string peer, TransferredFile file) => JsonLine.Of(json =>
    {
        json.WriteString("type", "file");
        json.WriteString("name", file.Name);
        json.WriteNumber("bytes", file.Size);
        json.WriteString("sha256", file.Sha256);
        json.WriteString("fate", Word(file.Fate.ToString()));
        json.WriteString("peer", peer);
        if (file.Path is not null)
        {
            json.WriteString("path", file.Path);
        }

        if (file.Text is not null)
        {
            json.WriteString("text", file.Text);
        }
    });

    /// <summary>A server's answer in words.</summary>
    public static string Words(string command, string text) => JsonLine.Of(json =>
    {
        json.WriteString("type", "answer");
        json.WriteString("command", command);
        json.WriteString("text", text);
    });

    /// <summary>A server's list of names.</summary>
    public static string Names(string command, IReadOnlyList<string> names) => JsonLine.Of(json =>
    {
        json.WriteString("type", "answer");
        json.WriteString("command", command);
        json.WriteStartArray("names");
        foreach (var name in names)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
    });

    /// <summary>A transfer failed.</summary>
    public static string Failed(string? peer, TransferStep? last, TransferException failed) => JsonLine.Of(json =>
    {
        json.WriteString("type", "failure");
        json.WriteString("fault", Word(failed.Fault.ToString()));
        json.WriteString("message", failed.Message);
        if (peer is not null)
        {
            json.WriteString("peer", peer);
        }

        if (last is { File: null } step)
        {
            json.WriteString("name", step.Name);
            json.WriteNumber("done", step.Done);
        }
    });

    // NotPermitted is written not-permitted, as the other records write their words.
    private static string Word(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);
}
