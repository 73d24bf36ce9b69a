using System.Globalization;
using IpReassembler.Capture;
using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Scenarios;

/// <summary>A short text that says exactly which fragments exist, when, and what must come out.</summary>
/// <remarks>What was parsed can be played: every mistake that the text alone can hold was found.</remarks>
public sealed record Scenario
{
    /// <summary>The longest text in characters.</summary>
    public const int MaxTextLength = 1 << 20;

    /// <summary>The most packets a scenario may send; those that one of its steps takes away again count too.</summary>
    public const int MaxPackets = 1_000_000;

    /// <summary>The most bytes a scenario may send, IP headers included; what it makes and does not send counts too.</summary>
    public const long MaxBytes = 1L << 30;

    internal Scenario()
    {
    }

    /// <summary>What it calls itself; empty for nothing.</summary>
    public string Name { get; internal init; } = "";

    /// <summary>When it begins.</summary>
    public Timestamp Start { get; internal init; } = Timestamp.FromParts(1_700_000_000, 0);

    /// <summary>What its frames begin with: Ethernet or nothing.</summary>
    public LinkType Link { get; internal init; } = LinkType.Ethernet;

    /// <summary>Frames below this length are filled up with zeros; 0 for no filling up.</summary>
    public int ShortestFrame { get; internal init; }

    /// <summary>How many bytes of a frame the capture keeps; 0 for all.</summary>
    public int SnapLength { get; internal init; }

    /// <summary>What random payloads without a seed of their own are drawn from, one after the other.</summary>
    public ulong Seed { get; internal init; } = 1;

    /// <summary>What the link does to the frames; null for nothing.</summary>
    public ImpairmentOptions? Impairment { get; internal init; }

    /// <summary>With which limits the expectations are meant; their policy does not count.</summary>
    public ReassemblyOptions Limits { get; internal init; } = new();

    /// <summary>How many packets it sends, before the link loses or doubles any.</summary>
    public int PacketCount { get; internal init; }

    /// <summary>Whether a capture that counts microseconds would lose a part of its times.</summary>
    public bool NeedsNanoseconds { get; internal init; }

    internal IReadOnlyList<ScriptedDatagram> Datagrams { get; init; } = [];

    internal IReadOnlyList<Expectation> Expectations { get; init; } = [];

    /// <summary>Reads a scenario.</summary>
    /// <param name="text">The text; <c>ipreasm scenario grammar</c> prints what may stand in it.</param>
    /// <param name="readFile">Gives the bytes of a file the text names, or throws <see cref="IOException"/>; null where it may name none.</param>
    /// <exception cref="ScenarioException">Something in it cannot be read or cannot be played.</exception>
    public static Scenario Parse(string text, Func<string, byte[]>? readFile = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length <= MaxTextLength
            ? new ScenarioParser(text, readFile).Parse()
            : throw new ScenarioException(
                new SourceSpan(1, 1, 1), string.Create(CultureInfo.InvariantCulture, $"the text has {text.Length} characters, and {MaxTextLength} are the most; let repeat do the work"));
    }

    /// <summary>The same scenario with another seed: in place of its own, of the link's and of those of random orders and jitter. A payload with a seed of its own stays.</summary>
    public Scenario WithSeed(ulong seed) => this with
    {
        Seed = seed,
        Impairment = Impairment is null ? null : Impairment with { Seed = seed },
        Datagrams = [.. Datagrams.Select(datagram => datagram with { Steps = [.. datagram.Steps.Select(step => step.WithSeed(seed))] })],
    };

    /// <summary>The frames, as they leave the link: an <see cref="Capture.Impairment"/> where one is asked for, which counts what it does.</summary>
    public IFrameSource Play() => Impairment is null ? new ScenarioPlayer(this) : new Impairment(new ScenarioPlayer(this), Impairment);

    /// <summary>The frames, as they leave the link, each of them whole: for a wire, which knows of no <see cref="SnapLength"/>.</summary>
    public IFrameSource PlayWhole() => (this with { SnapLength = 0 }).Play();

    /// <summary>The frames, as they are written down: nothing is impaired.</summary>
    public IFrameSource PlayUnimpaired() => new ScenarioPlayer(this);
}
