using System.Globalization;
using System.Text;

namespace IpReassembler.Transfer;

/// <summary>Upload: one file, pushed, with its name and size in front of it and nothing that ends them.</summary>
/// <remarks>
/// <code>
/// name &lt;SEPARATOR&gt; size, decimal digits | the file's bytes ...   end of the stream
/// a.bin&lt;SEPARATOR&gt;1048576                 |...
/// </code>
/// The first separator counts, so a name cannot hold one. Where the digits end, <see cref="UndelimitedSize"/> finds out.
/// </remarks>
public static class UploadProtocol
{
    /// <summary>The port that is used unless told.</summary>
    public const int Port = 5001;

    private const int LongestPath = 4096;

    private static ReadOnlySpan<byte> Separator => "<SEPARATOR>"u8;

    /// <summary>Sends a file. There is no confirmation: that the peer closes the connection in good order is all there is.</summary>
    /// <param name="connection">To the peer; it is finished in the end.</param>
    /// <param name="path">The file; only its last part is sent as its name.</param>
    /// <param name="pacing">Whether the peer may be one that takes one read for name and size.</param>
    public static async IAsyncEnumerable<TransferStep> SendAsync(Connection connection, string path, Pacing pacing)
    {
        ArgumentNullException.ThrowIfNull(connection);
        using var file = OutgoingFile.Open(path);
        var name = Encoding.UTF8.GetBytes(file.Name);
        if (name.AsSpan().IndexOf(Separator) >= 0)
        {
            throw new TransferException(TransferFault.Protocol, $"{file.Name} cannot be sent under this name: {Encoding.ASCII.GetString(Separator)} ends the name in this protocol");
        }

        await connection.WriteAsync((byte[])[.. name, .. Separator, .. Encoding.ASCII.GetBytes(file.Size.ToString(CultureInfo.InvariantCulture))]);
        if (pacing == Pacing.Acknowledged)
        {
            await connection.LetPeerReadAsync();
        }

        var buffer = new byte[Connection.BufferSize];
        while (file.Read(buffer) is var count and > 0)
        {
            await connection.WriteAsync(buffer.AsMemory(0, count));
            yield return file.Step();
        }

        await connection.FinishAsync();
        yield return TransferStep.Finished(file.Sent());
    }

    /// <summary>Takes a file. Whether it is whole is known when the peer ends the stream; until then it has no name in the folder.</summary>
    /// <param name="connection">To the peer.</param>
    /// <param name="folder">Where the file is stored.</param>
    public static async IAsyncEnumerable<TransferStep> ReceiveAsync(Connection connection, ReceivedFiles folder)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(folder);
        var buffer = new byte[Connection.BufferSize];
        var header = await ReadHeader(connection, buffer);
        var largest = header.Size.Readings[^1];
        using var file = folder.Create(header.Name);

        // The reading with the most digits is nearly always right: the others need data that begins with a digit.
        file.Write(header.Rest.Span[largest.Digits..]);
        var digits = header.Rest[..largest.Digits].ToArray();
        var total = (long)header.Rest.Length;
        int count;
        do
        {
            count = header.IsOver ? 0 : await connection.ReadAsync(buffer);
            total += count;
            if (total > largest.Total)
            {
                throw new TransferException(TransferFault.Integrity, $"{header.Name}: more than {largest.Size} bytes came, the largest size that the header can mean");
            }

            file.Write(buffer.AsSpan(0, count));
            yield return new TransferStep(header.Name, total - largest.Digits, header.Announced?.Size ?? largest.Size);
        }
        while (count > 0);

        var size = header.Fitting(total);
        file.Prepend(digits.AsSpan(size.Digits));
        var stored = file.Commit();
        connection.End();
        yield return TransferStep.Finished(stored);
    }

    // Reads until it is clear which digits can belong to the size.
    private static async ValueTask<Header> ReadHeader(Connection connection, byte[] buffer)
    {
        var (length, first, at, isOver) = (0, 0, -1, false);
        while (!isOver && (at < 0 || !UndelimitedSize.IsEnough(buffer.AsSpan((at + Separator.Length)..length))))
        {
            if (at < 0 && length >= LongestPath + Separator.Length)
            {
                break;
            }

            var count = await connection.ReadAsync(buffer.AsMemory(length));
            (length, isOver) = (length + count, count == 0);
            first = first == 0 ? count : first;
            at = buffer.AsSpan(0, length).IndexOf(Separator);
        }

        if (at < 0 || at > LongestPath)
        {
            throw new TransferException(
                TransferFault.Protocol, length == 0 ? "nothing was sent" : $"what came has no {Encoding.ASCII.GetString(Separator)} in its first {Math.Min(length, LongestPath)} bytes: this is no upload");
        }

        var name = SafeName.Of(buffer.AsSpan(0, at));
        var rest = buffer.AsMemory((at + Separator.Length)..length);
        var size = new UndelimitedSize(rest.Span, connection.Limits.MaxSize);
        if (size.Readings.Count == 0)
        {
            throw rest.Span is [>= (byte)'0' and <= (byte)'9', ..]
                ? new TransferException(TransferFault.Limit, $"{name} is larger than the {connection.Limits.MaxSize} bytes that are taken")
                : new TransferException(TransferFault.Protocol, $"{name}: no size stands behind the name");
        }

        // A first packet that ends with digits is a header by itself, if the peer sent it so: a hint, no proof.
        var alone = first - at - Separator.Length;
        var announced = alone > 0 && alone <= size.Readings[^1].Digits ? size.Readings[alone - 1] : (UndelimitedSize.Reading?)null;
        return new Header(name, size, announced, rest, isOver);
    }

    /// <summary>Name and size as they came.</summary>
    /// <param name="Name">The name, made safe.</param>
    /// <param name="Size">What the digits may mean.</param>
    /// <param name="Announced">What they mean if the first packet was the header alone; null when it was not.</param>
    /// <param name="Rest">The digits and what came with them.</param>
    /// <param name="IsOver">Whether the stream ended with that.</param>
    private readonly record struct Header(string Name, UndelimitedSize Size, UndelimitedSize.Reading? Announced, ReadOnlyMemory<byte> Rest, bool IsOver)
    {
        /// <summary>The one reading that agrees with how much came.</summary>
        /// <remarks>A stream that was cut exactly where fewer digits happen to fit cannot be told from a whole one: the protocol has nothing that could.</remarks>
        public UndelimitedSize.Reading Fitting(long total)
        {
            // When none fits, a header that came alone still tells how much is missing.
            var likely = Announced ?? Size.Readings[^1];
            return Size.Fitting(total) ?? throw TransferException.CutShort(Name, Math.Max(0, total - likely.Digits), likely.Size);
        }
    }
}
