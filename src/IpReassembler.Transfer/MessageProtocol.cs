using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IpReassembler.Transfer;

/// <summary>A message with its length in front, and a confirmation.</summary>
/// <remarks>
/// <code>
/// client: length, decimal digits | message        server, when every byte came: confirmation, a text of any length
/// </code>
/// Nothing ends the digits: see <see cref="UndelimitedSize"/>. Our client ends its side behind the message, which leaves no doubt.
/// </remarks>
public static class MessageProtocol
{
    /// <summary>The port that is used unless told.</summary>
    public const int Port = 5002;

    private const string Name = "message";
    private const int LongestConfirmation = 4096;
    private const int LongestPreview = 200;

    // A message that begins with a digit may be longer than it looks: so long must nothing follow before it is believed.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(250);

    /// <summary>Sends a message and waits for the confirmation, which is the text of the file in the last step.</summary>
    /// <param name="connection">To the peer; it is finished in the end.</param>
    /// <param name="message">The message.</param>
    /// <param name="pacing">Whether the peer may be one that takes one read for the length.</param>
    public static async IAsyncEnumerable<TransferStep> SendAsync(Connection connection, OutgoingFile message, Pacing pacing)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(message);
        await connection.WriteAsync(Encoding.ASCII.GetBytes(message.Size.ToString(CultureInfo.InvariantCulture)));
        if (pacing == Pacing.Acknowledged)
        {
            await connection.LetPeerReadAsync();
        }

        var buffer = new byte[Connection.BufferSize];
        while (message.Read(buffer) is var count and > 0)
        {
            await connection.WriteAsync(buffer.AsMemory(0, count));
            yield return message.Step();
        }

        connection.EndSending();
        var length = await connection.ReadAsync(buffer.AsMemory(0, LongestConfirmation));
        if (length == 0)
        {
            throw new TransferException(TransferFault.Integrity, "the peer ended the connection without a confirmation");
        }

        connection.End();
        yield return TransferStep.Finished(message.Sent() with { Text = Encoding.UTF8.GetString(buffer, 0, length) });
    }

    /// <summary>Takes a message, verifies that every byte came, and confirms. The beginning of the message is the text of the file in the last step.</summary>
    /// <param name="connection">To the peer.</param>
    public static async IAsyncEnumerable<TransferStep> ReceiveAsync(Connection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        using var message = new IncomingMessage(connection.Limits.MaxSize);
        var buffer = new byte[Connection.BufferSize];
        while (true)
        {
            var count = await connection.ReadAsync(buffer);
            message.Add(buffer.AsSpan(0, count));
            var isOver = count == 0;
            if (message.Fitting(isOver) is { } reading && (isOver || message.IsCertain || await connection.IsQuietForAsync(Quiet)))
            {
                yield return await Confirm(reading);
                yield break;
            }

            if (isOver || message.CannotFit)
            {
                throw message.Fault(isOver);
            }

            yield return message.Step(Name);
        }

        async ValueTask<TransferStep> Confirm(UndelimitedSize.Reading reading)
        {
            await connection.WriteAsync(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"Mensagem recebida: {reading.Size} bytes")));
            connection.End();
            return TransferStep.Finished(message.Received(Name, reading));
        }
    }

    /// <summary>What came so far of digits and message, without keeping it.</summary>
    private sealed class IncomingMessage(long maxSize) : IDisposable
    {
        private readonly byte[] _beginning = new byte[UndelimitedSize.MostDigits + LongestPreview];
        private readonly List<IncrementalHash> _hashes = []; // one for each reading, once no more of these can come
        private UndelimitedSize _size = new([], maxSize);
        private long _total;
        private int _firstDigits;

        /// <summary>The reading that agrees with what came. While more may come and the first packet was digits alone, none of them belongs to the message.</summary>
        public UndelimitedSize.Reading? Fitting(bool isOver) =>
            _size.Fitting(_total) is { } reading && (isOver || reading.Digits >= _firstDigits) ? reading : null;

        /// <summary>Whether no longer reading is possible.</summary>
        public bool IsCertain => IsSettled && _size.Readings[^1].Total <= _total;

        /// <summary>Whether more bytes cannot make it fit.</summary>
        public bool CannotFit => IsSettled && (_size.Readings.Count == 0 || _size.Readings[^1].Total <= _total);

        private bool IsSettled => UndelimitedSize.IsEnough(Beginning);

        private ReadOnlySpan<byte> Beginning => _beginning.AsSpan(0, (int)Math.Min(_total, _beginning.Length));

        public void Add(ReadOnlySpan<byte> bytes)
        {
            var wasSettled = IsSettled;
            var known = Beginning.Length;
            bytes[..Math.Min(bytes.Length, _beginning.Length - known)].CopyTo(_beginning.AsSpan(known));
            if (_total == 0 && !bytes.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            {
                _firstDigits = Math.Min(bytes.Length, UndelimitedSize.MostDigits);
            }

            _total += bytes.Length;
            if (!wasSettled)
            {
                _size = new UndelimitedSize(Beginning, maxSize);
                if (!IsSettled)
                {
                    return;
                }

                // What came before this piece were digits, all of them still at hand.
                foreach (var reading in _size.Readings)
                {
                    var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                    hash.AppendData(_beginning.AsSpan(Math.Min(reading.Digits, known), Math.Max(0, known - reading.Digits)));
                    hash.AppendData(bytes[Math.Max(0, reading.Digits - known)..]);
                    _hashes.Add(hash);
                }

                return;
            }

            for (var i = 0; i < _hashes.Count; i++)
            {
                if (_size.Readings[i].Total >= _total)
                {
                    _hashes[i].AppendData(bytes);
                }
            }
        }

        public TransferStep Step(string name) => new(name, _total, _size.Readings.Count == 0 ? null : Math.Max(_size.Readings[^1].Size, _total));

        public TransferredFile Received(string name, UndelimitedSize.Reading reading)
        {
            // Nothing but digits came: they are the message, and they are still here.
            var sha256 = IsSettled
                ? _hashes[_size.Readings.ToList().IndexOf(reading)].GetCurrentHash()
                : SHA256.HashData(Beginning[reading.Digits..]);
            var preview = Beginning[reading.Digits..(int)Math.Min(_beginning.Length, reading.Total)];
            return new TransferredFile(name, reading.Size, Convert.ToHexStringLower(sha256), FileFate.Received) { Text = Encoding.UTF8.GetString(preview) };
        }

        public TransferException Fault(bool isOver) =>
            _total == 0 ? new TransferException(TransferFault.Protocol, "nothing was sent")
            : _size.Readings.Count == 0 ? new TransferException(
                _beginning[0] is >= (byte)'0' and <= (byte)'9' ? TransferFault.Limit : TransferFault.Protocol,
                $"what came does not begin with a length of at most {maxSize}")
            : new TransferException(
                TransferFault.Integrity,
                $"{_total} bytes came{(isOver ? "" : " and more follow")}: {_size.Readings[^1].Digits} digits that announce {_size.Readings[^1].Size}, and {_total - _size.Readings[^1].Digits} of these");

        public void Dispose() => _hashes.ForEach(hash => hash.Dispose());
    }
}
