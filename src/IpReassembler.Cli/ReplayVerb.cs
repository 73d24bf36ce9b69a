using System.CommandLine;
using System.Globalization;

namespace IpReassembler.Cli;

/// <summary><c>ipreasm replay</c>: sends a capture, with its own timing or another.</summary>
internal static class ReplayVerb
{
    public static Command Create(Terminal terminal, Interruption interruption)
    {
        var input = new InputOptions(canPace: false);
        var sending = new SendOptions("--rewrite-dst", "Send every IPv4 packet to this address");
        sending.Device.Required = true;
        var speed = Options.Of<double?>("--speed", ["-x"], "2x", "At a multiple of the capture's own speed [1x]", text => PaceOptions.ParseSpeed(text));
        var rate = Options.Of<double?>("--pps", ["-p"], "N", "Frames a second, instead", text => ParseRate(text));
        var bits = Options.Of<double?>("--mbps", ["-M"], "N", "Million bits a second, instead", text => ParseRate(text));
        var topSpeed = Options.Switch("--topspeed", ["-t"], "As fast as can be, instead");
        var loop = Options.Of<long?>("--loop", ["-l"], "N", "Send everything N times, 0 for ever [1]", text => Options.ParseNumber(0, long.MaxValue)(text));
        var verb = new Verb("replay", "Sends a capture out of an interface, frame by frame: with its own timing or another.")
        {
            MostUsed = ["--read", "--interface", "--speed", "--topspeed", "--rewrite-dst", "--dry-run"],
            Examples = ["ipreasm replay day.pcap -i lo --rewrite-dst 127.0.0.1 --dry-run", "ipreasm replay day.pcap -i eth0 --speed 10x", "ipreasm replay -r day.pcap -i eth0 --topspeed udp port 5300"],
        };
        input.AddTo(verb);
        sending.AddTo(verb);
        Option[] paces = [speed, rate, bits, topSpeed];
        foreach (var option in paces.Prepend(loop))
        {
            verb.Options.Add(option);
        }

        verb.Validators.Add(result =>
        {
            if (paces.Count(option => result.GetResult(option) is not null) > 1)
            {
                result.AddError("--speed, --pps, --mbps and --topspeed exclude each other");
            }
        });
        verb.SetAction(parsed =>
        {
            using var files = RereadableFiles.Of(input.Files(parsed), terminal, interruption);
            var isTimed = !parsed.GetValue(topSpeed) && parsed.GetValue(rate) is null && parsed.GetValue(bits) is null;
            var pace = new ReplayPace(isTimed ? parsed.GetValue(speed) ?? 1 : null, parsed.GetValue(rate), parsed.GetValue(bits));
            return sending.Send(
                () => input.Open(files.Files, parsed, terminal, interruption), pace, parsed.GetValue(loop) ?? 1, parsed, terminal.Error, interruption);
        });
        return verb;
    }

    private static double ParseRate(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value is >= 1e-6 and <= 1e9
            ? value
            : throw new FormatException("takes a number above 0");
}
