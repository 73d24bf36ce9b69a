using System.Globalization;
using IpReassembler.Packets;

namespace IpReassembler.Scenarios;

/// <summary>One step on the way from a datagram to the packets that are sent.</summary>
public abstract record PieceStep
{
    /// <summary>The longest time from the beginning of a datagram to its last piece: a hundred years.</summary>
    internal static readonly Duration LongestDatagram = Duration.FromSeconds(100L * 365 * 24 * 3600);

    /// <summary>Where the step was written down.</summary>
    internal SourceSpan Where { get; init; } = new(1, 1, 1);

    /// <summary>Changes the series.</summary>
    /// <exception cref="ScenarioException">It asks for something that this datagram does not have.</exception>
    public abstract void Apply(PieceSeries series);

    /// <summary>The same step, drawing what is random from another seed.</summary>
    internal virtual PieceStep WithSeed(ulong seed) => this;

    /// <summary>Refuses numbers of pieces that are not there.</summary>
    private protected void MustHave(PieceSeries series, IEnumerable<int> pieces)
    {
        foreach (var piece in pieces)
        {
            if (piece >= series.Pieces.Count)
            {
                throw Wrong($"there is no piece {piece}: the datagram has {series.Pieces.Count} here, counted from 0");
            }
        }
    }

    /// <summary>Puts other pieces in place of those that are there.</summary>
    private protected void Replace(PieceSeries series, IEnumerable<OutgoingPacket> pieces)
    {
        if (!series.TryReplace(pieces))
        {
            throw Wrong(string.Create(CultureInfo.InvariantCulture, $"this makes more than {Scenario.MaxPackets} pieces or {Scenario.MaxBytes} bytes, the most a scenario may send"));
        }
    }

    /// <summary>A time and <paramref name="times"/> times a distance.</summary>
    private protected Duration Later(Duration at, Duration distance, int times = 1)
    {
        var sum = at.Nanoseconds + ((Int128)distance.Nanoseconds * times);
        return sum <= LongestDatagram.Nanoseconds ? new Duration((long)sum) : throw Wrong("a piece would be sent more than a hundred years after the first");
    }

    private protected ScenarioException Wrong(string message) => new(Where, message);
}
