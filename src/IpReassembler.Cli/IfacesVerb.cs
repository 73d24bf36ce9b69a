using System.CommandLine;
using System.Globalization;
using IpReassembler.Capture;

namespace IpReassembler.Cli;

/// <summary><c>ipreasm ifaces</c>: the interfaces that -i takes.</summary>
internal static class IfacesVerb
{
    private static readonly TextColumn[] Columns =
        [new("name"), new("state"), new("mtu", Right: true), new("addresses", Sacrifice: 2), new("description", Sacrifice: 1)];

    public static Command Create(Terminal terminal)
    {
        var look = new LookOptions();
        var verb = new Verb("ifaces", "The interfaces that can be listened to, the likeliest first; also: ipreasm -D.")
        {
            Examples = ["ipreasm ifaces", "ipreasm ifaces --width 60", "ipreasm ifaces | grep -w up"],
        };
        look.AddTo(verb);
        verb.SetAction(parsed =>
        {
            var style = look.Read(parsed, terminal);
            var rows = CaptureDevice.All().Select(device => new[]
            {
                style.Printable(device.Name),
                State(device),
                device.Mtu?.ToString(CultureInfo.InvariantCulture) ?? "",
                string.Join(' ', device.Addresses),
                style.Printable(device.Description),
            }).ToList();
            foreach (var line in TextTable.Lines(Columns, rows, style))
            {
                parsed.InvocationConfiguration.Output.WriteLine(line);
            }

            return ExitCode.Done;
        });
        return verb;
    }

    private static string State(CaptureDevice device) => !device.IsUp ? "down" : device.IsLoopback ? "up, loopback" : device.IsRunning ? "up" : "up, no carrier";
}
