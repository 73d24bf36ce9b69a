using System.Globalization;
using System.Net;
using IpReassembler.Transfer;

namespace IpReassembler.Cli;

/// <summary>Tells of transfers: each file on standard output, as text or JSON; talk and the bar on standard error. Transfers at the same time do not mix their lines.</summary>
internal sealed class TransferOutput(TextWriter output, TextWriter error, TransferBar? bar, bool json, bool quiet)
{
    private readonly Lock _line = new();

    /// <summary>A server is ready.</summary>
    public void Listening(string protocol, IPEndPoint address, string does)
    {
        Print(json ? TransferJson.Listening(protocol, address) : null);
        Say($"{protocol}: listening on {address}; {does}. Ctrl-C ends it.");
    }

    /// <summary>An answer that is no file.</summary>
    public void Answer(string text, Func<string> asJson) => Print(json ? asJson() : text);

    /// <summary>A remark that is no answer.</summary>
    public void Say(string text)
    {
        if (!quiet)
        {
            Complain(text);
        }
    }

    /// <summary>Goes through a transfer to its end, whatever that is, and tells.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> Follow(string peer, IAsyncEnumerable<TransferStep> transfer, Interruption interruption)
    {
        TransferStep? last = null;
        try
        {
            await foreach (var step in transfer)
            {
                last = step;
                Show(peer, step);
            }

            return ExitCode.Done;
        }
        catch (TransferException failed)
        {
            return Failed(peer, last, failed);
        }
        catch (OperationCanceledException) when (interruption.Requested)
        {
            LeaveBar(peer);
            Complain($"ipreasm: {Where(peer, last)}: cut, because the end was asked for");
            return interruption.ExitCode;
        }
    }

    /// <summary>A transfer failed.</summary>
    /// <param name="peer">With whom; null when there was no connection.</param>
    /// <param name="last">How far it had come.</param>
    /// <param name="failed">Why.</param>
    /// <returns>The exit code.</returns>
    public int Failed(string? peer, TransferStep? last, TransferException failed)
    {
        LeaveBar(peer);
        Print(json ? TransferJson.Failed(peer, last, failed) : null);
        Complain(peer is null ? $"ipreasm: {failed.Message}" : $"ipreasm: {Where(peer, last)}: {Style.Plain.Printable(failed.Message)}");
        return CodeOf(failed.Fault);
    }

    /// <summary>What the process ends with because of a failure.</summary>
    public static int CodeOf(TransferFault fault) => fault switch
    {
        TransferFault.NotPermitted => ExitCode.NotPermitted,
        TransferFault.Integrity => ExitCode.Integrity,
        TransferFault.Storage => ExitCode.BadFile,
        _ => ExitCode.Network,
    };

    private static string Where(string peer, TransferStep? last) =>
        last is not { File: null } step ? peer
        : step.Size is { } size ? $"{peer}, {Style.Plain.Printable(step.Name)}, {step.Done} of {size} bytes"
        : $"{peer}, {Style.Plain.Printable(step.Name)}, {step.Done} bytes";

    private void Show(string peer, TransferStep step)
    {
        lock (_line)
        {
            bar?.Show(peer, step);
            if (step.File is { } file)
            {
                bar?.Leave(peer);
                Print(json ? TransferJson.File(peer, file) : Line(peer, file));
            }
        }
    }

    private static string Line(string peer, TransferredFile file)
    {
        var style = Style.Plain;
        var became = file.Fate switch
        {
            FileFate.Sent => $"sent to {peer}",
            FileFate.Received => $"received from {peer}",
            FileFate.Skipped => $"received from {peer}, thrown away: the name is taken",
            FileFate.Overwrote => $"received from {peer}, replaced {style.Printable(file.Path!)}",
            _ => $"received from {peer}, stored as {style.Printable(file.Path!)}",
        };
        var text = file.Text is null ? "" : $"\n  {style.Printable(file.Text)}";
        return string.Create(CultureInfo.InvariantCulture, $"{style.Printable(file.Name)}  {file.Size} bytes  sha256 {file.Sha256}  {became}{text}");
    }

    private void LeaveBar(string? peer)
    {
        lock (_line)
        {
            if (peer is not null)
            {
                bar?.Leave(peer);
            }
        }
    }

    private void Print(string? line)
    {
        if (line is not null)
        {
            lock (_line)
            {
                output.WriteLine(line);
                output.Flush();
            }
        }
    }

    private void Complain(string line)
    {
        lock (_line)
        {
            bar?.MakeRoom();
            error.WriteLine(line);
        }
    }
}
