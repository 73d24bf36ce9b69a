using System.Globalization;
using IpReassembler.Packets;
using IpReassembler.Records;

namespace IpReassembler.Cli;

/// <summary>How a time is shown, in the letters that tcpdump and tshark use.</summary>
internal enum TimeForm
{
    /// <summary><c>r</c>: seconds since the first frame.</summary>
    Relative,

    /// <summary><c>d</c>, <c>dd</c>: seconds since the line before.</summary>
    Delta,

    /// <summary><c>e</c>: seconds since 1970.</summary>
    Epoch,

    /// <summary><c>ad</c>: date and time here.</summary>
    Local,

    /// <summary><c>ud</c>: date and time in UTC.</summary>
    Utc,
}

/// <summary>The time column of a list: what stands in it, and how wide it gets.</summary>
internal sealed class TimeColumn
{
    private readonly TimeForm _form;
    private readonly Timestamp _start;
    private Timestamp _before;

    /// <summary>A column of a list that begins.</summary>
    /// <param name="form">How times are shown.</param>
    /// <param name="start">When the first frame came.</param>
    public TimeColumn(TimeForm form, Timestamp start) => (_form, _start, _before) = (form, start, start);

    public string Title => _form switch
    {
        TimeForm.Relative => "first s",
        TimeForm.Delta => "after s",
        _ => "first",
    };

    public int Width => _form switch
    {
        TimeForm.Relative or TimeForm.Delta => 10,
        TimeForm.Epoch => 20,
        _ => 29,
    };

    public string Show(DatagramRecord record)
    {
        var before = _before;
        _before = record.First;
        return _form switch
        {
            TimeForm.Relative => Seconds(record.First - _start, record.TimeDigits),
            TimeForm.Delta => Seconds(record.First - before, record.TimeDigits),
            TimeForm.Epoch => record.First.ToString(record.TimeDigits),
            _ => Date(record.First, record.TimeDigits),
        };
    }

    private static string Seconds(Duration duration, int digits) => new Timestamp(duration.Nanoseconds).ToString(digits);

    private string Date(Timestamp time, int digits)
    {
        var second = DateTimeOffset.FromUnixTimeSeconds(time.Seconds);
        var shown = _form == TimeForm.Local ? second.ToLocalTime() : second;
        var fraction = time.SubsecondNanoseconds.ToString("D9", CultureInfo.InvariantCulture)[..digits];
        return shown.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + "." + fraction;
    }
}
