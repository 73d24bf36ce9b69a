using System.Buffers.Binary;
using System.Text;

namespace IpReassembler.Transfer;

/// <summary>Batch: many files, pushed over one connection.</summary>
/// <remarks>
/// <code>
/// | count, 4 bytes | name, 128 bytes of UTF-8 filled up with blanks | size, 8 bytes | size bytes | name | size | ...
/// </code>
/// Numbers have their most significant byte first.
/// </remarks>
public static class BatchProtocol
{
    /// <summary>The port that is used unless told.</summary>
    public const int Port = 8181;

    private const int CountLength = 4;
    private const int NameLength = 128;
    private const int HeadLength = NameLength + 8;

    /// <summary>Sends files. There is no confirmation: that the peer closes the connection in good order is all there is.</summary>
    /// <param name="connection">To the peer; it is finished in the end.</param>
    /// <param name="paths">The files; only the last part of each path is sent as its name.</param>
    /// <exception cref="TransferException">Before anything is sent: a file cannot be read, its name does not fit, or two have the same name.</exception>
    public static async IAsyncEnumerable<TransferStep> SendAsync(Connection connection, IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(paths);
        CheckNames(paths);
        var buffer = new byte[Connection.BufferSize];
        BinaryPrimitives.WriteUInt32BigEndian(buffer, (uint)paths.Count);
        await connection.WriteAsync(buffer.AsMemory(0, CountLength));

        // A file is known to have arrived when all have: until then none is called sent.
        var sent = new List<TransferredFile>();
        foreach (var path in paths)
        {
            using var file = OutgoingFile.Open(path);
            WriteHead(buffer, file);
            for (var length = HeadLength + file.Read(buffer.AsSpan(HeadLength)); length > 0; length = file.Read(buffer))
            {
                await connection.WriteAsync(buffer.AsMemory(0, length));
                yield return file.Step();
            }

            sent.Add(file.Sent());
        }

        await connection.FinishAsync();
        foreach (var file in sent)
        {
            yield return TransferStep.Finished(file);
        }
    }

    /// <summary>Takes files. Each one is stored when it is whole, and stays when a later one fails.</summary>
    /// <param name="connection">To the peer.</param>
    /// <param name="folder">Where the files are stored.</param>
    public static async IAsyncEnumerable<TransferStep> ReceiveAsync(Connection connection, ReceivedFiles folder)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(folder);
        var (buffer, limits) = (new byte[Connection.BufferSize], connection.Limits);
        await connection.ReadExactlyAsync(buffer.AsMemory(0, CountLength), "the number of files");
        var count = BinaryPrimitives.ReadUInt32BigEndian(buffer);
        if (count > limits.MaxFiles)
        {
            throw new TransferException(TransferFault.Limit, $"the peer announces {count} files: at most {limits.MaxFiles} are taken");
        }

        var left = limits.MaxSize;
        for (var number = 1; number <= count; number++)
        {
            await connection.ReadExactlyAsync(buffer.AsMemory(0, HeadLength), $"the name and size of file {number}");
            var name = SafeName.Of(buffer.AsSpan(0, NameLength).TrimEnd((byte)' '));
            var announced = BinaryPrimitives.ReadUInt64BigEndian(buffer.AsSpan(NameLength));
            if (announced > (ulong)left)
            {
                throw new TransferException(TransferFault.Limit, $"{name} has {announced} bytes: at most {limits.MaxSize} are taken in one transfer, and {left} are left");
            }

            var size = (long)announced;
            using var file = folder.Create(name);
            while (file.Length < size)
            {
                var read = await connection.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, size - file.Length)));
                if (read == 0)
                {
                    throw TransferException.CutShort(name, file.Length, size);
                }

                file.Write(buffer.AsSpan(0, read));
                yield return new TransferStep(name, file.Length, size);
            }

            left -= size;
            var stored = file.Commit();
            yield return TransferStep.Finished(stored);
        }

        connection.End();
    }

    private static void WriteHead(byte[] buffer, OutgoingFile file)
    {
        buffer.AsSpan(0, NameLength).Fill((byte)' ');
        Encoding.UTF8.GetBytes(file.Name, buffer);
        BinaryPrimitives.WriteUInt64BigEndian(buffer.AsSpan(NameLength), (ulong)file.Size);
    }

    // Found now, a mistake costs nothing; found by the peer, it costs the files behind it.
    private static void CheckNames(IReadOnlyList<string> paths)
    {
        var names = new HashSet<string>();
        foreach (var path in paths)
        {
            using var file = OutgoingFile.Open(path);
            var length = Encoding.UTF8.GetByteCount(file.Name);
            var fault = length > NameLength ? $"its name has {length} bytes, the protocol takes {NameLength}"
                : file.Name != file.Name.Trim() ? "its name begins or ends with a blank, which the protocol loses"
                : !names.Add(file.Name) ? $"two files are called {file.Name}, and names are sent without folders"
                : null;
            if (fault is not null)
            {
                throw new TransferException(TransferFault.Protocol, $"{path} cannot be sent: {fault}");
            }
        }
    }
}
