using IpReassembler.Scenarios;

namespace IpReassembler.Cli;

/// <summary>In which order the pieces of each packet are written.</summary>
/// <param name="Order">How.</param>
/// <param name="First">With a list: which pieces come first.</param>
internal sealed record PieceOrderChoice(PieceOrder Order, int[] First)
{
    public static PieceOrderChoice Parse(string text) => text switch
    {
        "reverse" => new PieceOrderChoice(PieceOrder.Reversed, []),
        "random" => new PieceOrderChoice(PieceOrder.Random, []),
        ['l', 'i', 's', 't', ':', .. var numbers] => new PieceOrderChoice(PieceOrder.Listed, FragmentVerb.ParseNumbers(numbers)),
        _ => throw new FormatException("there is reverse, random and list:3,0,2,1"),
    };

    /// <summary>The step for a packet of so many pieces: a list passes over those it does not have, and those not named follow in their order.</summary>
    public OrderStep For(int pieces, ulong seed) => Order != PieceOrder.Listed
        ? new OrderStep(Order) { Seed = seed }
        : new OrderStep(Order) { Numbers = [.. First.Where(number => number < pieces), .. Enumerable.Range(0, pieces).Except(First)] };
}
