using IpReassembler.Tests.Cli;
using IpReassembler.Timing;

namespace IpReassembler.Tests.Timing;

public class DefinitionsTests
{
    [Theory]
    [InlineData("extent")]
    [InlineData("late time")]
    [InlineData("n-reordering")]
    [InlineData("reorder density")]
    [InlineData("percentile")]
    [InlineData("failed, loss")]
    [InlineData("ID budget")]
    public void Has_the_term(string term) => Assert.NotEmpty(Definitions.Terms.Single(one => one.Term == term).Meaning);

    [Fact]
    public void A_meaning_is_one_paragraph() => Assert.All(Definitions.Terms, term => Assert.DoesNotContain('\n', term.Meaning));

    [Fact]
    public void The_limits_are_those_of_the_code()
    {
        Assert.Contains(DurationHistogram.ExactLimit.ToString("N0", System.Globalization.CultureInfo.InvariantCulture), Definitions.Text, StringComparison.Ordinal);
        Assert.Contains($"1/{1 / DurationHistogram.RelativeError}", Definitions.Text, StringComparison.Ordinal);
        Assert.Contains($"Beyond {ReorderDensity.Threshold} places", Definitions.Text, StringComparison.Ordinal);
        Assert.Contains(IdentificationBudget.LeastDatagrams.ToString("N0", System.Globalization.CultureInfo.InvariantCulture) + " datagrams", Definitions.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_manual_page_has_every_term()
    {
        var page = ToolRun.Of("man").Text;
        var section = page[page.IndexOf("\n.SH DEFINITIONS\n", StringComparison.Ordinal)..];

        Assert.All(Definitions.Terms, term => Assert.Contains("\n.B " + term.Term.Replace("-", "\\-", StringComparison.Ordinal) + "\n", section, StringComparison.Ordinal));
    }
}
