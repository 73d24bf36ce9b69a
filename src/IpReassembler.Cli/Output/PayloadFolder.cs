using IpReassembler.Records;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>A folder that takes every different payload of a datagram, named after it and the policies that deliver it: <c>185-first+windows.bin</c>.</summary>
internal sealed class PayloadFolder
{
    private readonly string _path;

    /// <summary>Makes the folder if it is not there.</summary>
    public PayloadFolder(string path)
    {
        FileName.MustNotBeEmpty(path, "the folder to write into");
        _path = path;
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCode.BadFile, $"cannot make the folder {path}: {failed.Message}");
        }
    }

    /// <summary>How many files it got.</summary>
    public long Written { get; private set; }

    /// <summary>What went wrong first; nothing is written from then on.</summary>
    public ToolException? Failure { get; private set; }

    /// <summary>Writes the payloads of one datagram.</summary>
    public void Add(DatagramRecord record)
    {
        var names = new HashSet<string>();
        foreach (var payload in record.Views!.Payloads)
        {
            if (Failure is not null)
            {
                return;
            }

            var policies = record.Views.Policies.Where(policy => policy.Deliveries.Any(delivery => delivery.Payload.AsSpan().SequenceEqual(payload)));
            Write(Free(names, $"{record.Name}-{string.Join('+', policies.Select(policy => policy.Policy))}"), payload);
        }
    }

    // The same policies may deliver two payloads of one datagram, one after the other.
    private static string Free(HashSet<string> names, string name)
    {
        var free = name;
        for (var number = 2; !names.Add(free); number++)
        {
            free = Invariant($"{name}-{number}");
        }

        return free + ".bin";
    }

    private void Write(string name, byte[] payload)
    {
        var path = Path.Combine(_path, name);
        try
        {
            if (Path.Exists(path))
            {
                throw new ToolException(ExitCode.BadFile, $"{path} is there already: move it away, or name another folder.");
            }

            OutputFile.WriteAllBytes(path, payload);
            Written++;
        }
        catch (ToolException failed)
        {
            Failure = failed;
        }
    }
}
