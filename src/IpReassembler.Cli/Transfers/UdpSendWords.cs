using System.CommandLine;
using System.Globalization;
using System.Net;
using IpReassembler.Transfer;

namespace IpReassembler.Cli;

/// <summary>The options that say what is sent.</summary>
internal sealed class UdpSendWords
{
    private const double DefaultRate = 1000;
    private static readonly TimeSpan DefaultDuration = TimeSpan.FromSeconds(5);

    private readonly Option<long?> _size = Options.Of<long?>(
        "--size", [], "BYTES", $"Bytes of a datagram, {UdpProbe.MinLength} to {UdpProbe.MaxLength}, without headers [8000]",
        text => Options.ParseNumber(UdpProbe.MinLength, UdpProbe.MaxLength)(text));

    private readonly Option<double?> _rate = Options.Of<double?>("--rate", [], "N/s|none", "Datagrams a second; none for as many as go out [1000/s]", ParseRate);

    private readonly Option<long?> _count = Options.Of<long?>(
        "--count", [], "N", "Stop after so many", text => Options.ParseNumber(1, UdpProbe.MaxSequence)(text));

    private readonly Option<double?> _seconds = Options.Of<double?>("--seconds", [], "S", "Stop after so long [5, unless --count]", text => ParseSeconds(text));

    private readonly Option<long?> _dscp = Options.Of<long?>(
        "--dscp", [], "N", "Differentiated services code point, 0 to 63 [0]", text => Options.ParseNumber(0, 63)(text));

    private readonly Option<bool> _dontFragment = Options.Switch("--df", [], "Forbid fragmentation: what does not fit is not sent");

    public void AddTo(Command verb)
    {
        foreach (Option option in new Option[] { _size, _rate, _count, _seconds, _dscp, _dontFragment })
        {
            verb.Options.Add(option);
        }
    }

    public UdpSendOptions Read(ParseResult parsed, IPEndPoint target) => new()
    {
        Target = target,
        Size = (int?)parsed.GetValue(_size) ?? 8000,
        Rate = parsed.GetValue(_rate) switch { null => DefaultRate, double.PositiveInfinity => null, var rate => rate },
        Count = parsed.GetValue(_count),
        Duration = parsed.GetValue(_seconds) is { } seconds ? TimeSpan.FromSeconds(seconds) : parsed.GetValue(_count) is null ? DefaultDuration : null,
        Dscp = (int?)parsed.GetValue(_dscp) ?? 0,
        DontFragment = parsed.GetValue(_dontFragment),
    };

    /// <summary>A number of seconds.</summary>
    public static double ParseSeconds(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 1e6
            ? seconds
            : throw new FormatException("takes a number of seconds, such as 5 or 0.5");

    private static double? ParseRate(string text)
    {
        var digits = text.EndsWith("/s", StringComparison.Ordinal) ? text[..^2] : text;
        return text == "none" ? double.PositiveInfinity
            : double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) && rate is >= 0.01 and <= 1e7 ? rate
            : throw new FormatException("takes datagrams a second, such as 1000/s or 0.5/s, or none");
    }
}
