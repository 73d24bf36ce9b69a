using IpReassembler.Packets;
using IpReassembler.Tcp;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>Tells of the server: a line for every answer on standard output, the beginning and the end on standard error.</summary>
/// <param name="content">What is served.</param>
/// <param name="output">Standard output.</param>
/// <param name="error">Standard error.</param>
internal sealed class TcpdReport(ServedContent content, TextWriter output, TextWriter error)
{
    private string? _failure;
    private long _answers;
    private long _bytes;

    /// <summary>It is ready.</summary>
    public void Listening(IpAddress address, int port, TcpdDevice device)
    {
        var host = device == TcpdDevice.Raw ? "localhost" : address.ToString();
        var where = device == TcpdDevice.Raw ? "a raw socket on lo" : "an interface of its own";
        error.WriteLine(Invariant($"ipreasm: listening on {address}:{port}, {where}. Try: wget http://{host}:{port}/{Uri.EscapeDataString(content.Name)}   Ctrl-C ends it."));
    }

    /// <summary>A request was answered.</summary>
    public void Answered(HttpVisit visit)
    {
        _answers++;
        _bytes += visit.Length;
        var asked = visit.Request.Method.Length == 0 ? "?" : Style.Plain.Printable($"{visit.Request.Method} {visit.Request.Path}".TrimEnd());
        var time = visit.Duration > Duration.Zero ? $" in {visit.Duration}" : "";
        var end = visit.IsWhole ? "" : ", broken off";
        output.WriteLine(Invariant($"{visit.Connection.Remote}  {asked}  {(int)visit.Status}  {visit.Length} bytes{time}{end}"));
        output.Flush();
        if (visit.Failure is not null)
        {
            Failed(visit.Failure);
        }
    }

    // Each answer says that it was broken off. Why is said once, until it is something else: a thousand clients may meet the same failure.
    private void Failed(string failure)
    {
        if (failure != _failure)
        {
            _failure = failure;
            error.WriteLine($"ipreasm: cannot read {Style.Plain.Printable(content.Name)}: {failure.TrimEnd('.')}. Answers that need it fail; the server goes on.");
        }
    }

    /// <summary>It is over.</summary>
    public void Summarise(HostCounters counters, ImpairedDevice? impaired)
    {
        error.WriteLine(Invariant($"ipreasm: {_answers} answers, {_bytes} bytes in {counters.ConnectionsOpened} connections"));
        error.WriteLine(Invariant(
            $"  segments  {counters.SegmentsReceived} in, {counters.SegmentsSent} out, {counters.SegmentsRetransmitted} of them again; {counters.Timeouts} timeouts, {counters.ResetsSent} resets sent"));
        if (counters.Fragments + counters.BadChecksums + counters.MalformedPackets > 0)
        {
            error.WriteLine(Invariant(
                $"  packets   {counters.Fragments} fragments made {counters.Reassembled} whole; {counters.BadChecksums} with a wrong checksum, {counters.MalformedPackets} malformed"));
        }

        if (impaired is not null)
        {
            var (there, back) = (impaired.OutgoingCounters, impaired.IncomingCounters);
            error.WriteLine(Invariant(
                $"  on purpose {there.Lost} lost going out and {back.Lost} coming in, {there.Duplicated} and {back.Duplicated} doubled, {there.HeldBack} and {back.HeldBack} held back"));
        }
    }
}
