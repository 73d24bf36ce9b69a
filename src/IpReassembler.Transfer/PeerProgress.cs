namespace IpReassembler.Transfer;

/// <summary>Whether a peer sends enough for the time that is spent waiting for it: one that sends a byte now and then would hold its place for ever.</summary>
/// <param name="limit">In so much waiting, <see cref="Least"/> bytes must come.</param>
internal sealed class PeerProgress(TimeSpan limit)
{
    /// <summary>The bytes that must come.</summary>
    public const int Least = 4 << 10;

    private TimeSpan _waited;
    private long _came;

    /// <summary>Forgets what was: the next byte is the first of a message, and may be waited for by itself.</summary>
    public void Begin() => (_came, _waited) = (0, TimeSpan.Zero);

    /// <summary>Takes note of a read. Only waits for the peer count, from the first byte on: what slows us down is not its fault.</summary>
    /// <param name="waited">How long it was waited for.</param>
    /// <param name="count">How many bytes it brought; 0 at the end of the peer's side.</param>
    /// <exception cref="TransferException">The peer sends too slowly.</exception>
    public void Note(TimeSpan waited, int count)
    {
        _waited += _came == 0 ? TimeSpan.Zero : waited;
        _came += count;
        if (_waited <= limit || count == 0)
        {
            return;
        }

        if (_came < Least)
        {
            throw new TransferException(TransferFault.Timeout, $"the peer sent only {_came} bytes in {Connection.Show(_waited)}");
        }

        Begin();
    }
}
