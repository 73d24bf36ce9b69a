using IpReassembler.Reassembly;

namespace IpReassembler.Scenarios;

/// <summary>Reads what must come of a datagram, policy by policy.</summary>
internal sealed class ExpectationParser(TokenReader tokens)
{
    private const int MaxDeliveries = 1_000;

    private static readonly (string Word, Ending? Ending)[] Endings =
    [
        ("dropped", Ending.Dropped), ("incomplete", Ending.Incomplete), ("expired", Ending.Expired), ("refused", Ending.Refused), ("evicted", Ending.Evicted), ("nothing", null),
    ];

    private static readonly string[] PayloadWords = ["whole", "delivered", "hex", "sha256", "parts"];

    private static readonly (string Word, Verdict Verdict)[] Verdicts = [.. Enum.GetValues<Verdict>().Select(verdict => (verdict.ToString().ToLowerInvariant(), verdict))];

    /// <summary>Reads the line behind <c>expect</c>.</summary>
    /// <param name="where">Where that word stands.</param>
    /// <param name="known">The datagrams above it.</param>
    /// <param name="places">Their places by their names.</param>
    public Expectation Parse(SourceSpan where, IReadOnlyList<ScriptedDatagram> known, Dictionary<string, int> places)
    {
        var datagram = Find(tokens.Word("a datagram's name"), places);
        var outcomes = new List<ExpectedOutcome>();
        Verdict? verdict = null;
        while (!tokens.AtLineEnd)
        {
            if (tokens.TryTake("verdict"))
            {
                var word = tokens.OneOf("the verdict", [.. Verdicts.Select(one => one.Word)]);
                verdict = Verdicts.First(one => one.Word == word.Text).Verdict;
                continue;
            }

            var policies = ParsePolicies(outcomes);
            var (deliveries, ending) = ParseOutcome(datagram, known, places);
            outcomes.AddRange(policies.Select(policy => new ExpectedOutcome(policy, deliveries, ending)));
        }

        return outcomes.Count > 0
            ? new Expectation(datagram, outcomes, verdict, where)
            : throw new ScenarioException(tokens.Next.Where, "a policy and what comes of it are missing here");
    }

    private static int Find(Token name, Dictionary<string, int> places) =>
        places.TryGetValue(name.Text, out var place) ? place : throw TokenReader.Unknown(name, "no datagram above is called so", [.. places.Keys]);

    // "linux", "linux,rfc5722", "all", or "others": those that this line has not named yet.
    private List<OverlapPolicy> ParsePolicies(List<ExpectedOutcome> named)
    {
        var word = tokens.Word("a policy");
        if (word.Text is "all" or "others")
        {
            return [.. OverlapPolicy.All.Where(policy => word.Text == "all" || named.All(outcome => outcome.Policy != policy))];
        }

        return [.. word.Text.Split(',').Select(name => OverlapPolicy.TryFind(name, out var policy)
            ? policy
            : throw TokenReader.Unknown(word with { Text = name }, "no policy is called so", [.. OverlapPolicy.All.Select(one => one.Name), "all", "others", "verdict"]))];
    }

    private (List<ExpectedPayload> Deliveries, Ending? Ending) ParseOutcome(int datagram, IReadOnlyList<ScriptedDatagram> known, Dictionary<string, int> places)
    {
        var next = tokens.Next;
        if (next.Kind == TokenKind.Word && Endings.Any(one => one.Word == next.Text))
        {
            tokens.Take();
            return ([], Endings.First(one => one.Word == next.Text).Ending);
        }

        var deliveries = new List<ExpectedPayload> { ParsePayload(datagram, known, places) };
        while (tokens.TryTake("then"))
        {
            deliveries.Add(ParsePayload(datagram, known, places));
        }

        if (tokens.TryTake("times"))
        {
            var times = (int)tokens.Number("times", 1, Math.Max(1, MaxDeliveries / deliveries.Count));
            deliveries = [.. Enumerable.Repeat(deliveries, times).SelectMany(one => one)];
        }

        return (deliveries, null);
    }

    private ExpectedPayload ParsePayload(int datagram, IReadOnlyList<ScriptedDatagram> known, Dictionary<string, int> places)
    {
        if (tokens.Next.Kind == TokenKind.Text)
        {
            return new ExpectedPayload.Letters(tokens.Letters().Text);
        }

        var word = tokens.Word("what is delivered");
        return word.Text switch
        {
            "whole" => new ExpectedPayload.Parts([(datagram, 0, null)], "whole"),
            "delivered" => new ExpectedPayload.Any(),
            "hex" => new ExpectedPayload.Hex(tokens.Hex(ScriptedDatagram.MaxLength)),
            "sha256" => ParseHash(),
            "parts" => ParseParts(known, places),
            _ => throw TokenReader.Unknown(word, "this is neither a payload nor an ending", [.. PayloadWords, .. Endings.Select(one => one.Word)]),
        };
    }

    private ExpectedPayload.Sha256 ParseHash()
    {
        var where = tokens.Next.Where;
        var hash = tokens.Hex(ExpectedPayload.Sha256.Length);
        return hash.Length == ExpectedPayload.Sha256.Length ? new ExpectedPayload.Sha256(hash) : throw new ScenarioException(where, "a SHA-256 has 64 digits");
    }

    // "A:0:4440,B:4440:1568"
    private ExpectedPayload.Parts ParseParts(IReadOnlyList<ScriptedDatagram> known, Dictionary<string, int> places)
    {
        var token = tokens.Word("parts such as A:0:24,B:24:8");
        var pieces = new List<(int Datagram, int Offset, int? Length)>();
        var at = 0;
        foreach (var part in token.Text.Split(','))
        {
            var here = token with { Text = part, Where = token.Where with { Column = token.Where.Column + at, Length = Math.Max(1, part.Length) } };
            var words = part.Split(':');
            if (words.Length != 3)
            {
                throw new ScenarioException(here.Where, "a part is a datagram, an offset and a length, such as A:0:24");
            }

            var datagram = Find(here with { Text = words[0] }, places);
            var all = (known[datagram].Transport?.HeaderLength ?? 0) + known[datagram].Payload.Length;
            var offset = (int)TokenReader.Number(here with { Text = words[1] }, "the offset", 0, all);
            pieces.Add((datagram, offset, (int)TokenReader.Number(here with { Text = words[2] }, "the length", 0, all - offset)));
            at += part.Length + 1;
        }

        return new ExpectedPayload.Parts(pieces, "parts " + token.Text);
    }
}
