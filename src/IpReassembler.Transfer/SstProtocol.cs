using System.Globalization;
using System.Text;

namespace IpReassembler.Transfer;

/// <summary>SST: one file, pulled by whoever connects. Its size, then frames, each with its length in front of its data.</summary>
/// <remarks>
/// <code>
/// |  size, 10 ASCII bytes  | length, 10 ASCII bytes | data, 1 to 4096 bytes | length | data | ...   end of the stream
/// |1048576                 |4096                    |...
/// </code>
/// Numbers are decimal, on the left, filled up with blanks.
/// </remarks>
public static class SstProtocol
{
    /// <summary>The port that is used unless told.</summary>
    public const int Port = 6000;

    /// <summary>The name of the file where the stream has none.</summary>
    public const string UsualName = "teste.zip";

    private const int NumberLength = 10;
    private const int LargestFrame = 4096;
    private const long LargestSize = 9_999_999_999;

    /// <summary>Sends a file to the peer.</summary>
    /// <param name="connection">To the peer; it is finished in the end.</param>
    /// <param name="path">The file.</param>
    /// <param name="pacing">Whether the peer may be one that takes one read for one frame.</param>
    public static async IAsyncEnumerable<TransferStep> ServeAsync(Connection connection, string path, Pacing pacing)
    {
        ArgumentNullException.ThrowIfNull(connection);
        using var file = OutgoingFile.Open(path);
        if (file.Size > LargestSize)
        {
            throw new TransferException(TransferFault.Limit, $"{file.Name} has {file.Size} bytes: the protocol's ten digits hold at most {LargestSize}");
        }

        // Whoever needs no pacing gets as many frames at once as a write takes.
        var atOnce = pacing == Pacing.None ? Connection.BufferSize / (NumberLength + LargestFrame) : 1;
        var frames = new byte[atOnce * (NumberLength + LargestFrame)];
        WriteNumber(frames, file.Size);
        await connection.WriteAsync(frames.AsMemory(0, NumberLength));
        while (FillFrames(file, frames) is var length and > 0)
        {
            if (pacing == Pacing.Acknowledged)
            {
                await connection.WaitUntilAcknowledgedAsync();
            }

            await connection.WriteAsync(frames.AsMemory(0, length));
            yield return file.Step();
        }

        await connection.FinishAsync();
        yield return TransferStep.Finished(file.Sent());
    }

    /// <summary>Takes the file from the peer, however the stream is cut.</summary>
    /// <param name="connection">To the peer.</param>
    /// <param name="folder">Where the file is stored.</param>
    /// <param name="name">Its name: the stream has none.</param>
    public static async IAsyncEnumerable<TransferStep> GetAsync(Connection connection, ReceivedFiles folder, string name)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(folder);
        var (number, frame) = (new byte[NumberLength], new byte[LargestFrame]);
        var size = await ReadNumber("the size", connection.Limits.MaxSize);
        using var file = folder.Create(name);
        while (file.Length < size)
        {
            var length = (int)await ReadNumber("a frame's length", LargestFrame);
            if (length == 0 || length > size - file.Length)
            {
                throw new TransferException(TransferFault.Integrity, $"the peer sends a frame of {length} bytes where {size - file.Length} are left");
            }

            await connection.ReadExactlyAsync(frame.AsMemory(0, length), "a frame");
            file.Write(frame.AsSpan(0, length));
            yield return new TransferStep(name, file.Length, size);
        }

        var stored = file.Commit();
        connection.End();
        yield return TransferStep.Finished(stored);

        async ValueTask<long> ReadNumber(string what, long most)
        {
            await connection.ReadExactlyAsync(number, what);
            var digits = Encoding.Latin1.GetString(number).TrimEnd(' ');
            if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            {
                throw new TransferException(
                    TransferFault.Protocol, $"the peer does not speak SST: {what} begins with the bytes {Convert.ToHexStringLower(number)} (hexadecimal), which are no number");
            }

            return value <= most ? value : throw new TransferException(TransferFault.Limit, $"the peer announces {value} bytes as {what}: at most {most} are taken");
        }
    }

    private static int FillFrames(OutgoingFile file, byte[] frames)
    {
        var length = 0;
        while (length < frames.Length)
        {
            var count = file.Read(frames.AsSpan(length + NumberLength, LargestFrame));
            if (count == 0)
            {
                break;
            }

            WriteNumber(frames.AsSpan(length), count);
            length += NumberLength + count;
            if (count < LargestFrame)
            {
                break;
            }
        }

        return length;
    }

    private static void WriteNumber(Span<byte> into, long number)
    {
        into[..NumberLength].Fill((byte)' ');
        number.TryFormat(into, out _, default, CultureInfo.InvariantCulture);
    }
}
