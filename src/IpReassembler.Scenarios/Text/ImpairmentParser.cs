using IpReassembler.Capture;

namespace IpReassembler.Scenarios;

/// <summary>Reads what the link does to the frames.</summary>
internal static class ImpairmentParser
{
    private static readonly string[] Words = ["loss", "burst", "dup", "reorder", "corrupt", "delay", "jitter", "rate", "queue", "seed"];
    private static readonly (string Unit, long Bits)[] Rates = [("gbit", 1_000_000_000), ("mbit", 1_000_000), ("kbit", 1_000), ("bit", 1)];

    public static ImpairmentOptions Parse(TokenReader tokens)
    {
        var options = new ImpairmentOptions { Seed = 1 };
        do
        {
            var word = tokens.Word("what the link does");
            options = word.Text switch
            {
                "loss" => options with { Loss = tokens.Percent("loss") },
                "burst" => ParseBurst(tokens, options),
                "dup" => options with { Duplication = tokens.Percent("dup") },
                "reorder" => options with { Reordering = tokens.Percent("reorder"), ReorderBy = tokens.TryTake("by") ? (int)tokens.Number("by", 1, 1_000) : 1 },
                "corrupt" => options with { Corruption = tokens.Percent("corrupt") },
                "delay" => options with { Delay = tokens.Time("the delay") },
                "jitter" => options with { Jitter = tokens.Time("the jitter") },
                "rate" => options with { BitsPerSecond = ParseRate(tokens) },
                "queue" => options with { QueueLength = (int)tokens.Number("queue", 1, ImpairmentOptions.MaxWaiting) },
                "seed" => options with { Seed = (ulong)tokens.Number("seed", 0, long.MaxValue) },
                _ => throw TokenReader.Unknown(word, "a link does no such thing", Words),
            };
        }
        while (!tokens.AtLineEnd);
        return options;
    }

    // "burst 1% by 4 loses 90%": one begins with each hundredth frame and lasts four frames on average.
    private static ImpairmentOptions ParseBurst(TokenReader tokens, ImpairmentOptions options)
    {
        options = options with { BurstBegins = tokens.Percent("burst") };
        tokens.Expect("by");
        options = options with { BurstEnds = 1.0 / tokens.Number("by", 1, 1_000_000) };
        return tokens.TryTake("loses") ? options with { BurstLoss = tokens.Percent("loses") } : options;
    }

    private static long ParseRate(TokenReader tokens)
    {
        var word = tokens.Word("a rate such as 10mbit");
        foreach (var (unit, bits) in Rates)
        {
            if (word.Text.EndsWith(unit, StringComparison.Ordinal))
            {
                return TokenReader.Number(word with { Text = word.Text[..^unit.Length] }, "rate", 1, 1_000_000) * bits;
            }
        }

        throw new ScenarioException(word.Where, "a rate is a whole number with bit, kbit, mbit or gbit behind it");
    }
}
