using IpReassembler.Reassembly;

namespace IpReassembler.Cli;

/// <summary>What the user wants to see, as the keys said.</summary>
internal sealed class LiveView
{
    private const int LongestFilter = 60;

    private static readonly int Orders = Enum.GetValues<LiveFlowOrder>().Length;

    // What was chosen with the arrows, so that it stays chosen when rows come and go.
    private object? _pinned;
    private int _chosen;

    /// <summary>What fills the screen.</summary>
    public LivePage Page { get; private set; }

    /// <summary>What the flows are sorted by.</summary>
    public LiveFlowOrder Order { get; private set; }

    /// <summary>Rows without these words are left out; empty for none.</summary>
    public string Filter { get; private set; } = "";

    /// <summary>The filter that is being typed; null when none is.</summary>
    public string? Typed { get; private set; }

    /// <summary>Whether the picture stands still. The capture goes on.</summary>
    public bool IsPaused { get; private set; }

    /// <summary>How many lines of a page are above the screen.</summary>
    public int Scrolled { get; private set; }

    /// <summary>Something to be told once, until the next key; null for nothing.</summary>
    public string? Message { get; set; }

    /// <summary>The flows to be shown, in order.</summary>
    public List<FlowRow> Flows(LiveSnapshot snapshot)
    {
        var wanted = snapshot.Flows.Where(flow => IsWanted(LiveText.Of(flow)));
        var sorted = Order switch
        {
            LiveFlowOrder.Loss => wanted.OrderByDescending(flow => flow.Loss).ThenByDescending(flow => flow.Failed),
            LiveFlowOrder.Slowest => wanted.OrderByDescending(flow => flow.Most?.Nanoseconds ?? -1),
            LiveFlowOrder.Wrap => wanted.OrderBy(flow => flow.Wrap?.Nanoseconds ?? long.MaxValue),
            LiveFlowOrder.Name => wanted.OrderBy(flow => 0),
            _ => wanted.OrderByDescending(flow => flow.Rate).ThenByDescending(flow => flow.Datagrams),
        };
        return [.. sorted.ThenBy(LiveText.Of, StringComparer.Ordinal)];
    }

    /// <summary>The waiting datagrams to be shown, oldest first.</summary>
    public List<WaitingRow> Waiting(LiveSnapshot snapshot) => [.. snapshot.Waiting.Where(row => IsWanted(LiveText.Of(row.Record.Key, row.Record.Protocol, row.Record.Number)))];

    /// <summary>What is looked for among the waiting datagrams; null for all of them.</summary>
    public Func<Datagram, bool>? Wanted => Filter.Length == 0 ? null : datagram => IsWanted(LiveText.Of(datagram.Key, datagram.Protocol, datagram.Number));

    /// <summary>Which row is chosen: the flows are counted first, then the waiting datagrams; -1 when there is none.</summary>
    public int Chosen(List<FlowRow> flows, IReadOnlyList<WaitingRow> waiting)
    {
        if (_pinned is not null && Names(flows, waiting).IndexOf(_pinned) is >= 0 and var place)
        {
            _chosen = place;
        }

        return Math.Min(_chosen, flows.Count + waiting.Count - 1);
    }

    /// <summary>What the detail page is about: the name of a datagram, or a flow.</summary>
    public object? Subject { get; private set; }

    /// <summary>Does what a key says.</summary>
    /// <param name="key">The key.</param>
    /// <param name="shown">What was on the screen when it was pressed.</param>
    public LiveWish Press(ConsoleKeyInfo key, LiveSnapshot shown)
    {
        Message = null;
        if (Typed is not null)
        {
            Type(key);
            return LiveWish.None;
        }

        switch (key)
        {
            case { KeyChar: 'q' or 'Q' }:
                return LiveWish.Quit;
            case { KeyChar: 'w' }:
                return LiveWish.Save;
            case { KeyChar: 'x' }:
                return LiveWish.Mark;
            case { KeyChar: 'p' }:
                IsPaused = !IsPaused;
                break;
            case { KeyChar: 's' }:
                Order = (LiveFlowOrder)(((int)Order + 1) % Orders);
                break;
            case { KeyChar: '/' }:
                Typed = Filter;
                break;
            case { KeyChar: '?' or 'h' }:
                Turn(Page == LivePage.Help ? LivePage.Overview : LivePage.Help);
                break;
            case { Key: ConsoleKey.Escape } when Page == LivePage.Overview:
                Filter = "";
                break;
            case { Key: ConsoleKey.Escape } or { Key: ConsoleKey.Enter } when Page != LivePage.Overview:
                Turn(LivePage.Overview);
                break;
            case { Key: ConsoleKey.Enter }:
                Open(shown);
                break;
            case { Key: ConsoleKey.DownArrow } or { KeyChar: 'j' }:
                Move(1, shown);
                break;
            case { Key: ConsoleKey.UpArrow } or { KeyChar: 'k' }:
                Move(-1, shown);
                break;
            default:
                break;
        }

        return LiveWish.None;
    }

    // Flows first, then datagrams.
    private static List<object> Names(List<FlowRow> flows, IReadOnlyList<WaitingRow> waiting) =>
        [.. flows.Select(flow => (object)flow.Key), .. waiting.Select(row => row.Record.Name)];

    private bool IsWanted(string text) => text.Contains(Filter, StringComparison.OrdinalIgnoreCase);

    private void Turn(LivePage page) => (Page, Scrolled) = (page, 0);

    private void Open(LiveSnapshot shown)
    {
        var (flows, waiting) = (Flows(shown), Waiting(shown));
        if (Chosen(flows, waiting) is >= 0 and var chosen)
        {
            Subject = Names(flows, waiting)[chosen];
            Turn(LivePage.Detail);
        }
    }

    private void Move(int step, LiveSnapshot shown)
    {
        if (Page != LivePage.Overview)
        {
            Scrolled = Math.Max(0, Scrolled + step);
            return;
        }

        var (flows, waiting) = (Flows(shown), Waiting(shown));
        _chosen = Math.Clamp(Chosen(flows, waiting) + step, 0, Math.Max(0, flows.Count + waiting.Count - 1));
        _pinned = Names(flows, waiting).ElementAtOrDefault(_chosen);
    }

    private void Type(ConsoleKeyInfo key)
    {
        switch (key.Key)
        {
            case ConsoleKey.Enter:
                (Filter, Typed) = (Typed!.Trim(), null);
                break;
            case ConsoleKey.Escape:
                Typed = null;
                break;
            case ConsoleKey.Backspace:
                Typed = Typed!.Length > 0 ? Typed[..^1] : "";
                break;
            default:
                Typed += key.KeyChar is >= ' ' and <= '~' && Typed!.Length < LongestFilter ? key.KeyChar : "";
                break;
        }
    }
}
