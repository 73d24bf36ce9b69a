using IpReassembler.Cli;
using IpReassembler.Packets;

namespace IpReassembler.Tests.Cli.Text;

public class StyleTests
{
    [Theory]
    [InlineData("", true, true)]
    [InlineData("", false, false)]
    [InlineData("NO_COLOR=1", true, false)]
    [InlineData("NO_COLOR=", true, true)]
    [InlineData("NO_COLOR=1 FORCE_COLOR=1", true, false)]
    [InlineData("FORCE_COLOR=1", false, true)]
    [InlineData("TERM=dumb", true, false)]
    [InlineData("TERM=dumb FORCE_COLOR=1", true, true)]
    public void Colour_is_for_terminals_that_want_it(string environment, bool isTerminal, bool expected) =>
        Assert.Equal(expected, Detect(environment, isTerminal, 80).Color);

    [Theory]
    [InlineData("", true, 100, 100)]
    [InlineData("", true, 0, Style.Unlimited)]
    [InlineData("", false, 100, Style.Unlimited)]
    [InlineData("COLUMNS=72", false, 0, 72)]
    [InlineData("COLUMNS=72", true, 100, 72)]
    [InlineData("COLUMNS=fish", true, 100, 100)]
    [InlineData("COLUMNS=3", true, 100, Style.Narrowest)]
    public void The_width_is_the_terminals_unless_told(string environment, bool isTerminal, int terminalWidth, int expected) =>
        Assert.Equal(expected, Detect(environment, isTerminal, terminalWidth).Width);

    [Theory]
    [InlineData(0, "", "")]
    [InlineData(0.0001, "▏", "#")]
    [InlineData(0.5, "████", "####")]
    [InlineData(0.6, "████▊", "#####")]
    [InlineData(1, "████████", "########")]
    [InlineData(7, "████████", "########")]
    public void Bars(double fraction, string blocks, string ascii)
    {
        Assert.Equal(blocks, Style.Plain.Bar(fraction, 8));
        Assert.Equal(ascii, (Style.Plain with { Ascii = true }).Bar(fraction, 8));
    }

    [Theory]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdef", 5, "abcd…")]
    [InlineData("abcdef", 1, "…")]
    [InlineData("abcdef", 0, "")]
    [InlineData("abcdef", -3, "")]
    public void Clips(string text, int width, string expected) => Assert.Equal(expected, Style.Plain.Clip(text, width));

    [Fact]
    public void What_could_steer_a_terminal_is_not_printed()
    {
        Assert.Equal("a?[31mé?", Style.Plain.Printable("a\u001b[31mé\u009b"));
        Assert.Equal("a?", (Style.Plain with { Ascii = true }).Printable("aé"));
    }

    [Fact]
    public void What_could_turn_the_direction_of_a_name_is_not_printed()
    {
        Assert.Equal("a?gpj.exe", Style.Plain.Printable("a\u202egpj.exe"));
        Assert.Equal("?????????????", Style.Plain.Printable("\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u2066\u2067\u2068\u2069"));
        Assert.Equal("שלום a\u200db", Style.Plain.Printable("שלום a\u200db"));
    }

    [Fact]
    public void Wraps_at_blanks() => Assert.Equal(["! one two", "  three", "  fourteen-letters", "  x"], (Style.Plain with { Width = 9 }).Wrap("! ", "one two three fourteen-letters x"));

    [Fact]
    public void Microseconds_in_ascii() => Assert.Equal("31.0 us", (Style.Plain with { Ascii = true }).Show(Duration.FromMicroseconds(31)));

    [Theory]
    [InlineData("captures/mix.pcap", "captures/mix.pcap")]
    [InlineData("a b", "'a b'")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("$(rm)", "'$(rm)'")]
    [InlineData("", "''")]
    [InlineData("a\nb", "'a?b'")]
    public void Quotes_for_the_shell(string word, string expected) => Assert.Equal(expected, Shell.Quote(word));

    private static Style Detect(string environment, bool isTerminal, int terminalWidth)
    {
        var variables = environment.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        return Style.Detect(variables.GetValueOrDefault, isTerminal, terminalWidth);
    }
}
