using System.Globalization;
using IpReassembler.Packets;

namespace IpReassembler.Scenarios;

/// <summary>Reads a scenario line by line; each line begins with the word that says what it is about.</summary>
internal sealed class ScenarioParser
{
    /// <summary>The longest frame that a short one is filled up to.</summary>
    private const int MaxShortestFrame = 1_514;

    private const int MaxOtherSteps = 100;

    private static readonly string[] Statements =
        ["name", "start", "link", "pad", "snap", "seed", "default", "datagram", .. StepParser.Words, "repeat", "expect", "impair", "limit"];

    private readonly TokenReader _tokens;
    private readonly DatagramParser _datagrams;
    private readonly StepParser _steps;
    private readonly ExpectationParser _expectations;
    private readonly List<ScriptedDatagram> _written = [];
    private readonly Dictionary<string, int> _places = [];
    private readonly List<Expectation> _expected = [];
    private readonly List<PieceStep> _openSteps = [];
    private Scenario _scenario = new();
    private ScriptedDatagram _template = new("", new SourceSpan(1, 1, 1));
    private bool _isOpen;
    private int _others;
    private long _openBytes;
    private long _packets, _madePackets, _madeBytes;
    private ulong _draws;
    private bool _needsNanoseconds;

    public ScenarioParser(string text, Func<string, byte[]>? readFile)
    {
        _tokens = new TokenReader(ScenarioLexer.Lex(text));
        _datagrams = new DatagramParser(_tokens, readFile);
        _steps = new StepParser(_tokens, _datagrams);
        _expectations = new ExpectationParser(_tokens);
    }

    public Scenario Parse()
    {
        while (_tokens.Next.Kind != TokenKind.End)
        {
            ParseLine();
        }

        Close();
        return _scenario with
        {
            Datagrams = _written,
            Expectations = _expected,
            PacketCount = (int)_packets,
            NeedsNanoseconds = _needsNanoseconds || _scenario.Start.Nanoseconds % 1_000 != 0
                || _scenario.Impairment is { } link && (link.BitsPerSecond > 0 || link.Jitter > Duration.Zero || link.Delay.Nanoseconds % 1_000 != 0),
        };
    }

    private void ParseLine()
    {
        var first = _tokens.Next;
        if (StepParser.Words.Contains(first.Text) && first.Kind == TokenKind.Word)
        {
            RequireDatagram(first);
            do
            {
                AddStep(_tokens.Next.Where);
            }
            while (!_tokens.AtLineEnd);
            _tokens.ExpectLineEnd();
            return;
        }

        var word = _tokens.Word("a word that begins a line");
        switch (word.Text)
        {
            case "name":
                _scenario = _scenario with { Name = _tokens.Text("the name").Text };
                break;
            case "start":
                _scenario = _scenario with { Start = ParseStart() };
                break;
            case "link":
                _scenario = _scenario with { Link = _tokens.OneOf("the link", "ethernet", "raw").Text == "raw" ? LinkType.Raw : LinkType.Ethernet };
                break;
            case "pad":
                _scenario = _scenario with { ShortestFrame = (int)_tokens.Number("pad", 0, MaxShortestFrame) };
                break;
            case "snap":
                _scenario = _scenario with { SnapLength = (int)_tokens.Number("snap", 1, 1 << 18) };
                break;
            case "seed":
                SetSeed(word);
                break;
            case "default":
                _template = _datagrams.ParseFields(_template);
                break;
            case "datagram":
                BeginDatagram();
                break;
            case "repeat":
                RequireDatagram(word);
                _written[^1] = _written[^1] with { Repetition = _datagrams.ParseRepetition() };
                break;
            case "expect":
                _expected.Add(_expectations.Parse(word.Where, _written, _places));
                break;
            case "impair":
                _scenario = _scenario with { Impairment = ImpairmentParser.Parse(_tokens) };
                break;
            case "limit":
                ParseLimit();
                break;
            default:
                throw TokenReader.Unknown(word, "no line begins so", Statements);
        }

        _tokens.ExpectLineEnd();
    }

    private Timestamp ParseStart()
    {
        var token = _tokens.Word("the start in seconds since 1970");
        return decimal.TryParse(token.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < 9_000_000_000
            && decimal.IsInteger(seconds * 1_000_000_000)
            ? new Timestamp((long)(seconds * 1_000_000_000))
            : throw new ScenarioException(token.Where, "the start is a number of seconds since 1970, below 9000000000, in whole nanoseconds");
    }

    private void SetSeed(Token word)
    {
        if (_written.Count > 0)
        {
            throw new ScenarioException(word.Where, "the seed stands above the first datagram, because that one draws from it");
        }

        _scenario = _scenario with { Seed = (ulong)_tokens.Number("seed", 0, long.MaxValue) };
    }

    private void ParseLimit()
    {
        var limits = _scenario.Limits;
        var what = _tokens.OneOf("the limit", "datagrams", "fragments", "timeout").Text;
        _scenario = _scenario with
        {
            Limits = what switch
            {
                "datagrams" => limits with { MaxDatagrams = (int)_tokens.Number("datagrams", 1, 1 << 24) },
                "fragments" => limits with { MaxFragments = (int)_tokens.Number("fragments", 1, 65_536) },
                _ => limits with { Timeout = ParseTimeout() },
            },
        };
    }

    private Duration ParseTimeout()
    {
        var where = _tokens.Next.Where;
        var timeout = _tokens.Time("a timeout");
        return timeout > Duration.Zero ? timeout : throw new ScenarioException(where, "a timeout is longer than nothing");
    }

    private void RequireDatagram(Token word)
    {
        if (!_isOpen)
        {
            throw new ScenarioException(word.Where, $"'{word.Text}' belongs to a datagram, and there is none above it");
        }
    }

    private void AddStep(SourceSpan where)
    {
        var step = _steps.Parse(_written[^1]);
        _openSteps.Add(step);
        _openBytes += step is FragmentStep fragment ? fragment.Length : 0;
        if (_openBytes > Scenario.MaxBytes)
        {
            throw new ScenarioException(where, string.Create(CultureInfo.InvariantCulture, $"up to here the fragments have {_openBytes} bytes; {Scenario.MaxBytes} are the most"));
        }

        // A fragment costs what it says; each other step may touch every piece there is.
        _others += step is FragmentStep ? 0 : 1;
        if (_others > MaxOtherSteps)
        {
            throw new ScenarioException(where, $"{MaxOtherSteps} steps are the most for one datagram, frag lines not counted");
        }
    }

    private void BeginDatagram()
    {
        Close();
        var name = _tokens.Word("the datagram's name");
        if (!name.Text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_'))
        {
            throw new ScenarioException(name.Where, "a name has letters, digits, dots, - and _ only");
        }

        if (!_places.TryAdd(name.Text, _written.Count))
        {
            throw new ScenarioException(name.Where, $"there is a datagram '{name.Text}' already");
        }

        _written.Add(_datagrams.ParseFields(_template with { Name = name.Text, Where = name.Where }));
        _isOpen = true;
    }

    // A datagram ends where the next begins. It is made once, so that every mistake in it is found now.
    private void Close()
    {
        if (!_isOpen)
        {
            return;
        }

        var datagram = _written[^1] with { Steps = [.. _openSteps], DrawsBefore = _draws };
        _written[^1] = datagram;
        (_isOpen, _others, _openBytes, _draws) = (false, 0, 0, _draws + (datagram.Payload.Draws * (ulong)datagram.Repetition.Count));
        _openSteps.Clear();
        var series = datagram.Play(0, _scenario.Seed);
        var pieces = series.Pieces;
        _packets += (long)pieces.Count * datagram.Repetition.Count;
        // What a step takes away again was made nevertheless, and so was a payload of which only a part is sent.
        _madePackets += series.MostPieces * datagram.Repetition.Count;
        _madeBytes += Math.Max(series.MostBytes, series.Payload.Length) * datagram.Repetition.Count;
        if (_madePackets > Scenario.MaxPackets || _madeBytes > Scenario.MaxBytes)
        {
            throw new ScenarioException(datagram.Where, string.Create(
                CultureInfo.InvariantCulture,
                $"up to here {_madePackets} packets with {_madeBytes} bytes would be made; {Scenario.MaxPackets} and {Scenario.MaxBytes} are the most"));
        }

        if (datagram.StartOf(datagram.Repetition.Count) > PieceStep.LongestDatagram.Nanoseconds)
        {
            throw new ScenarioException(datagram.Where, "its last repetition would begin after more than a hundred years");
        }

        _needsNanoseconds |= datagram.Steps.Any(step => step is JitterStep) || datagram.At.Nanoseconds % 1_000 != 0 || datagram.Repetition.Every.Nanoseconds % 1_000 != 0
            || pieces.Any(piece => piece.At.Nanoseconds % 1_000 != 0);
    }
}
