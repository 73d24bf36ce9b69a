namespace IpReassembler.Cli;

/// <summary>The full screen, with keys.</summary>
/// <param name="terminal">The terminal that is drawn on.</param>
/// <param name="painter">Draws.</param>
/// <param name="look">What is known now, with so many of the waiting datagrams as the view wants.</param>
/// <param name="fulfil">Does what a key asks for, and says what came of it.</param>
/// <param name="style">How it may look; the width is the terminal's.</param>
/// <param name="interruption">What else may end it.</param>
internal sealed class ScreenDisplay(
    Terminal terminal, LivePainter painter, Func<int, LiveView, LiveSnapshot> look, Func<LiveWish, string> fulfil, Style style, Interruption interruption) : LiveDisplay
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);

    private readonly LiveScreen _screen = new(terminal);
    private readonly LiveView _view = new();
    private LiveSnapshot? _shown;
    private long _shownAt;

    public override bool Refresh()
    {
        if (_shown is not null && !_screen.HasKey && TimeProvider.System.GetElapsedTime(_shownAt) < Step)
        {
            return true;
        }

        var size = LiveScreen.Size;
        _shown ??= look(size.Height, _view);
        while (_screen.TryTake(out var key))
        {
            var wish = _view.Press(key, _shown);
            if (wish == LiveWish.Quit)
            {
                return false;
            }

            _view.Message = wish == LiveWish.None ? _view.Message : fulfil(wish);
        }

        _shownAt = TimeProvider.System.GetTimestamp();
        _shown = _view.IsPaused ? _shown : look(size.Height, _view);
        _screen.Show(painter.Paint(_shown, _view, size.Height, style with { Width = size.Width }), size);
        return true;
    }

    public override void Stay()
    {
        if (!_screen.HasKeys)
        {
            return;
        }

        do
        {
            interruption.Token.WaitHandle.WaitOne(Step / 4);
        }
        while (!interruption.Requested && Refresh());
    }

    public override void Dispose() => _screen.Dispose();
}
