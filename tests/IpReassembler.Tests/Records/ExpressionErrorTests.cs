using IpReassembler.Records;

namespace IpReassembler.Tests.Records;

public class ExpressionErrorTests
{
    [Theory]
    [InlineData("verdct != sound", 0, 6, "no field is called 'verdct'; did you mean 'verdict'?")]
    [InlineData("zzzzzz == 1", 0, 6, "no field is called 'zzzzzz'")]
    [InlineData("verdict != sonud", 11, 5, "'sonud' is not one of the words of 'verdict'; did you mean 'sound'?")]
    [InlineData("state == 7", 9, 1, "'7' is not one of the words of 'state': open, complete, killed, timeout, evicted, refused")]
    [InlineData("proto == upd", 9, 3, "'upd' is not a protocol; did you mean 'udp'?")]
    [InlineData("proto == 300", 9, 3, "'300' is not a protocol; write a name such as udp, or a number from 0 to 255")]
    [InlineData("verdict < sound", 8, 1, "'verdict' has no order: it can be compared with == != ~ and in")]
    [InlineData("id == 5ms", 6, 3, "'5ms' is not a whole number such as 300 or 0x12c")]
    [InlineData("id == 1.5", 6, 3, "'1.5' is not a whole number such as 300 or 0x12c")]
    [InlineData("id == 99999999999999999999", 6, 20, "'99999999999999999999' is not a whole number such as 300 or 0x12c")]
    [InlineData("total > 5ms", 8, 3, "'5ms' is not a number of bytes such as 8008 or 8KB")]
    [InlineData("duration > 5parsec", 11, 7, "'5parsec' is not a duration such as 5ms; the units are ns, us, ms and s, and a bare number counts nanoseconds")]
    [InlineData("duration > 9999999999999s", 11, 14, "'9999999999999s' is not a duration such as 5ms; the units are ns, us, ms and s, and a bare number counts nanoseconds")]
    [InlineData("arrived < half", 10, 4, "'half' is not a ratio such as 50% or 0.5")]
    [InlineData("first > noon", 8, 4, "'noon' is not a time in seconds since 1970 such as 1700000004.5")]
    [InlineData("arrived < 0x1", 10, 3, "'0x1' is not a ratio such as 50% or 0.5")]
    [InlineData("first > 0x1", 8, 3, "'0x1' is not a time in seconds since 1970 such as 1700000004.5")]
    [InlineData("mf == maybe", 6, 5, "'maybe' is not true or false")]
    [InlineData("src in 10.0.0.0/33", 7, 11, "'10.0.0.0/33' is not an address such as 192.0.2.1 or a network such as 192.0.2.0/24")]
    [InlineData("src == 10.1", 7, 4, "'10.1' is not an address such as 192.0.2.1 or a network such as 192.0.2.0/24")]
    [InlineData("src in {10.0.0.1, fish}", 18, 4, "'fish' is not an address such as 192.0.2.1 or a network such as 192.0.2.0/24")]
    public void Says_what_is_wrong_with_names_and_values(string text, int position, int length, string message) => Check(text, position, length, message);

    [Theory]
    [InlineData("", 0, 1, "a field is missing here, such as verdict")]
    [InlineData("   ", 3, 1, "a field is missing here, such as verdict")]
    [InlineData("verdict", 7, 1, "after 'verdict' must stand one of == != < <= > >= ~ in, not the end")]
    [InlineData("verdict sound", 8, 5, "after 'verdict' must stand one of == != < <= > >= ~ in, not 'sound'")]
    [InlineData("verdict not sound", 12, 5, "after 'verdict' must stand 'in' now, not 'sound'")]
    [InlineData("verdict = sound", 8, 1, "'=' is not an operator; to compare, write '=='")]
    [InlineData("verdict ==", 10, 1, "a value for 'verdict' is missing here")]
    [InlineData("verdict == )", 11, 1, "a value for 'verdict' must stand here, not ')'")]
    [InlineData("verdict == sound state == open", 17, 5, "'and', 'or' or the end must stand here, not 'state'")]
    [InlineData("verdict == sound and", 20, 1, "a field is missing here, such as verdict")]
    [InlineData("== sound", 0, 2, "a field must stand here, such as verdict, not '=='")]
    [InlineData("(verdict == sound", 0, 1, "this parenthesis is not closed")]
    [InlineData("(verdict == sound }", 18, 1, "'and', 'or' or the end must stand here, not '}'")]
    [InlineData("verdict == sound)", 16, 1, "'and', 'or' or the end must stand here, not ')'")]
    [InlineData("verdict in {sound", 17, 1, "in a list, a comma or } must stand here, not the end")]
    [InlineData("verdict in {}", 12, 1, "a value for 'verdict' must stand here, not '}'")]
    [InlineData("verdict == 'sound", 11, 6, "the text is not closed: a ' is missing")]
    [InlineData("verdict == sound ; id == 1", 17, 1, "';' means nothing here; put text in quotes")]
    [InlineData("src ~ '('", 6, 3, "not a regular expression: InsufficientClosingParentheses at its character 1")]
    [InlineData("src ~ '(?=a)'", 6, 7, "this regular expression would need backtracking (a look-around or back-reference), or is too large")]
    [InlineData("src ~ )", 6, 1, "after ~ a text or regular expression must stand, not ')'")]
    public void Says_what_is_wrong_with_the_order_of_things(string text, int position, int length, string message) => Check(text, position, length, message);

    [Fact]
    public void Shows_where() => Assert.Equal(
        """
        no field is called 'verdct'; did you mean 'verdict'?
          id == 1 and verdct != sound
                      ^^^^^^
        """,
        Error("id == 1 and verdct != sound").ToString());

    [Fact]
    public void Shows_the_part_of_a_long_expression_that_is_wrong()
    {
        var lines = Error(string.Join(" or ", Enumerable.Repeat("id == 1", 50)) + " or idd == 1").ToString().Split('\n');

        Assert.All(lines[1..], line => Assert.InRange(line.Length, 1, 80));
        Assert.Equal("idd", lines[1].Substring(lines[2].IndexOf('^', StringComparison.Ordinal), lines[2].Count(letter => letter == '^')));
    }

    [Fact]
    public void Shows_control_characters_as_blanks() => Assert.DoesNotContain('\u001b', Error("verdict == 'a\u001b[31m' b").ToString().Split('\n')[1]);

    [Fact]
    public void Bounds_the_length_and_the_depth()
    {
        var deep = ExpressionParser.DeepestNesting - 1;
        Assert.True(Expression.TryParse(new string('(', deep) + "id == 1" + new string(')', deep), out _, out _));
        Assert.StartsWith("more than 64", Error(new string('(', deep + 1) + "id == 1").Message, StringComparison.Ordinal);
        Assert.StartsWith("more than 64", Error(new string('!', 4000) + "id == 1").Message, StringComparison.Ordinal);
        Assert.StartsWith("an expression may have 4096 characters", Error(new string('(', 100_000)).Message, StringComparison.Ordinal);
        Assert.True(Expression.TryParse(string.Join(" or ", Enumerable.Repeat("id == 1", 300)), out _, out _));
    }

    [Fact]
    public void Every_prefix_of_a_good_expression_is_read_or_refused()
    {
        const string good = "not (verdict in {sound, 'spliced'} or src ~ \"x\\\"\") and duration >= 5ms && id != 0x12c";
        for (var length = 0; length <= good.Length; length++)
        {
            if (!Expression.TryParse(good[..length], out _, out var error))
            {
                Assert.InRange(error.Position, 0, length);
                Assert.NotEmpty(error.ToString());
            }
        }
    }

    [Fact]
    public void Random_pieces_are_read_or_refused()
    {
        string[] pieces = ["verdict", "==", "sound", "(", ")", "{", "}", ",", "not", "in", "and", "or", "~", "!", "5ms", "'", "\"", "id", "src", "<", "10.0.0.0/8", "\\", "=", "é"];
        var random = new Random(7);
        for (var i = 0; i < 5_000; i++)
        {
            var text = string.Join(random.Next(2) == 0 ? " " : "", Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)]));
            if (Expression.TryParse(text, out var expression, out var error))
            {
                expression.Evaluate(MixRecords.Number(151));
            }
            else
            {
                Assert.InRange(error.Position, 0, text.Length);
                Assert.NotEmpty(error.ToString());
            }
        }
    }

    private static ExpressionError Error(string text)
    {
        Assert.False(Expression.TryParse(text, out var expression, out var error));
        Assert.Null(expression);
        return error!;
    }

    private static void Check(string text, int position, int length, string message)
    {
        var error = Error(text);
        Assert.Equal(message, error.Message);
        Assert.Equal((position, length), (error.Position, error.Length));
    }
}
