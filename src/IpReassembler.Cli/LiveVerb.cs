using System.CommandLine;
using IpReassembler.Capture;
using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Records;

namespace IpReassembler.Cli;

/// <summary><c>ipreasm live</c>: running traffic on a full screen, with the datagrams that wait.</summary>
internal static class LiveVerb
{
    // Half a second of a full link of 1 Gb/s; a minute at 9 Mb/s.
    private const int KeptBytes = 64 << 20;

    public static Command Create(Terminal terminal, Interruption interruption)
    {
        var (input, engine, look) = (new InputOptions(canListen: true, usualPace: 1), new EngineOptions(), new LookOptions());
        var plain = Options.Switch("--plain", [], "A line each second instead of the full screen, as without a terminal");
        var saveLast = Options.Of<Duration?>("--save-last", [], "T", "Keep the frames of the last T, up to 64M of them, for the key w to save",
            text => text != "none" ? Options.ParseDuration(text) : throw new FormatException("how long is needed; try 60s"));
        var verb = new Verb("live", "Running traffic on a full screen: rates, delays, flows, and what waits in the cache for which bytes, and how long yet.")
        {
            MostUsed = ["--interface", "--filter", "--read", "--pace", "--plain", "--save-last"],
            Examples = ["ipreasm live -i eth0 udp", "ipreasm live -i any --save-last 60s", "ipreasm live -r day.pcap --pace 10x"],
        };
        input.AddTo(verb);
        verb.Options.Add(plain);
        verb.Options.Add(saveLast);
        engine.AddTo(verb);
        look.AddTo(verb);
        verb.SetAction(parsed =>
        {
            var isPlain = parsed.GetValue(plain) || !LiveScreen.IsPossible(terminal);
            var kept = parsed.GetValue(saveLast);
            if (parsed.GetValue(plain) && kept is not null)
            {
                throw new ToolException(ExitCode.Usage, "--plain has no keys, and so none that saves: leave out --save-last, or write everything: ipreasm reassemble -i NAME -w FILE");
            }

            if (isPlain && kept is not null)
            {
                terminal.Error.WriteLine("ipreasm: this is no terminal that can be drawn on, so there is no key to save with: --save-last keeps nothing");
            }

            var options = engine.Read(parsed) with { Compare = OverlapPolicy.All };
            var (cache, tunnels) = (new ReassemblyCache(options), new TunnelOpener(options));
            var totals = new CaptureTotals();
            var output = parsed.InvocationConfiguration.Output;
            var style = look.Read(parsed, terminal);
            using var source = input.Open(parsed, terminal, interruption);
            var board = new LiveBoard(cache, options) { Header = source.Describe(options) };
            var marks = new LiveMarks();
            var hasEnded = false;
            var frames = kept is { } duration && !isPlain ? new RecentFrames(duration, KeptBytes) : null;
            using (var display = Display())
            {
                var wantsMore = display.Refresh();
                while (wantsMore && source.Read(out var frame))
                {
                    Take(frame);
                    wantsMore = display.Refresh();
                }

                hasEnded = true;
                if (wantsMore && !interruption.Requested && !input.Listens(parsed))
                {
                    display.Stay();
                }
            }

            Note(cache.Finish());

            // The terminal may have another size by now.
            var counts = source.Count(cache.Counters);
            var last = isPlain ? style : look.Read(parsed, terminal with { Width = LiveScreen.Size.Width });
            SummaryText.Write(output, source.Describe(options) with { EngineOptions = engine.Words(parsed) }, totals, counts, last);
            marks.Texts.ToList().ForEach(text => terminal.Error.WriteLine("ipreasm: " + text));
            return source.Conclude(terminal.Error, cache.Counters.Fragments);

            LiveDisplay Display() => isPlain
                ? new StatusDisplay(() => StatusLine.Of(Look(1, null), style), () => board.Running.Nanoseconds / 1_000_000_000, output)
                : new ScreenDisplay(terminal, new LivePainter(Head()), (rows, view) => Look(rows, view.Wanted), Fulfil, style, interruption);

            LiveHead Head() => new(Path.GetFileName(board.Header.File), input.Filter(parsed), options.TimeoutFor(IpVersion.V4), kept);

            LiveSnapshot Look(int rows, Func<Datagram, bool>? isWanted) => board.Show(rows, isWanted, source.CountKernel()?.Dropped, hasEnded);

            void Take(in CapturedFrame frame)
            {
                if (source.IsIdle)
                {
                    board.Pass(frame.Timestamp);
                }
                else
                {
                    board.Note(frame);
                    frames?.Keep(frame);
                    if (source.Packets == 1)
                    {
                        board.Header = source.Describe(options);
                    }
                }

                var outcomes = source.Feed(cache, frame, out var packet);
                do
                {
                    Note(outcomes);
                }
                while (tunnels.TryGoOn(cache, ref packet, ref outcomes));
            }

            void Note(OutcomeSequence outcomes)
            {
                foreach (var outcome in outcomes)
                {
                    board.Note(outcome);
                    if (outcome is { Kind: OutcomeKind.Ended, Datagram: { } datagram })
                    {
                        totals.Add(datagram, board.Header);
                    }
                }
            }

            string Fulfil(LiveWish wish) => wish switch
            {
                LiveWish.Mark => marks.Set(board.Running, source.Packets),
                _ when frames is null => "nothing is kept: start with --save-last 60s to be able to save what was just seen",
                _ when frames.Count == 0 => "nothing has come yet",
                _ => Save(frames),
            };

            // A disk that is full is no reason to end the view.
            string Save(RecentFrames some)
            {
                try
                {
                    return SavedFrames.Write(Environment.CurrentDirectory, some, marks, source.Interfaces, terminal);
                }
                catch (ToolException refused)
                {
                    return refused.Message;
                }
            }
        });
        return verb;
    }
}
