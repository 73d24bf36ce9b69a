using System.Globalization;

namespace IpReassembler.Tests.Reassembly;

/// <summary>A fragment in words that a person can read, paste and shorten: <c>0:16 mf</c> is 16 bytes at offset 0, and more follow.</summary>
/// <remarks>
/// Behind it may stand <c>df</c>, <c>reserved</c>, <c>ttl 33</c>, <c>tos 2</c> (DSCP and ECN), <c>options 4</c> (so many bytes of no-operation). Commas stand
/// between fragments, in the order of their arrival. What the bytes are follows from the place in that order.
/// </remarks>
internal sealed record FragmentSketch(int Offset, int Length, bool More)
{
    private const byte NoOperation = 1;

    public bool DontFragment { get; init; }

    public bool Reserved { get; init; }

    public byte TimeToLive { get; init; } = 64;

    public byte TypeOfService { get; init; }

    /// <summary>0 to 40, a multiple of 4.</summary>
    public int OptionLength { get; init; }

    public static FragmentSketch[] Parse(string words) => [.. words.Split(',', StringSplitOptions.TrimEntries).Select(ParseOne)];

    public static string Say(IEnumerable<FragmentSketch> fragments) => string.Join(", ", fragments);

    /// <summary>The fragments of one datagram, each with bytes of its own.</summary>
    public static Piece[] Pieces(IReadOnlyList<FragmentSketch> fragments) => [.. fragments.Select((fragment, place) => fragment.ToPiece(place))];

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Offset}:{Length}")
        + (More ? " mf" : "") + (DontFragment ? " df" : "") + (Reserved ? " reserved" : "")
        + Number("ttl", TimeToLive, 64) + Number("tos", TypeOfService, 0) + Number("options", OptionLength, 0);

    private static string Number(string word, int value, int usual) =>
        value == usual ? "" : string.Create(CultureInfo.InvariantCulture, $" {word} {value}");

    private static FragmentSketch ParseOne(string text)
    {
        var words = new Queue<string>(text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var place = words.Dequeue().Split(':');
        var fragment = new FragmentSketch(Int(place[0]), Int(place[1]), More: false);
        while (words.TryDequeue(out var word))
        {
            fragment = word switch
            {
                "mf" => fragment with { More = true },
                "df" => fragment with { DontFragment = true },
                "reserved" => fragment with { Reserved = true },
                "ttl" => fragment with { TimeToLive = (byte)Int(words.Dequeue()) },
                "tos" => fragment with { TypeOfService = (byte)Int(words.Dequeue()) },
                "options" => fragment with { OptionLength = Int(words.Dequeue()) },
                _ => throw new FormatException($"\"{word}\" in \"{text}\" is no word for a fragment"),
            };
        }

        return fragment;
    }

    private static int Int(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    // "A0A1A2A3...": the letter says whose byte it is, the digit where in the datagram it belongs.
    private Piece ToPiece(int place)
    {
        var payload = new byte[Length];
        for (var i = 0; i < Length; i++)
        {
            var at = Offset + i;
            payload[i] = (byte)(at % 2 == 0 ? 'A' + (place % 58) : '0' + (at / 2 % 10));
        }

        var options = new byte[OptionLength];
        Array.Fill(options, NoOperation);
        return new Piece(Offset, payload, More)
        {
            DontFragment = DontFragment,
            Reserved = Reserved,
            TimeToLive = TimeToLive,
            TypeOfService = TypeOfService,
            Options = options,
        };
    }
}
