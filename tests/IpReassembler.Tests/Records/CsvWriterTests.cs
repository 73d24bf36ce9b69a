using IpReassembler.Reassembly;
using IpReassembler.Records;

namespace IpReassembler.Tests.Records;

public class CsvWriterTests
{
    [Fact]
    public void Writes_the_usual_columns() => Assert.Equal(
        "n,first,last,src,dst,proto,sport,dport,id,frags,have,total,state,verdict,duration_ns,reordered,dup,overlap,conflict,missing,checksum,frames\r\n" +
        "1,1700000000.000000,1700000000.001000,192.0.2.1,198.51.100.2,udp,4000,5000,100,6,8008,8008,complete,sound,1000000,0,0,0,0,,ok,1 2 3 4 5 6\r\n" +
        "165,1700000004.600000,1700000004.602000,192.0.2.7,203.0.113.9,udp,4000,5000,303,5,7400,,timeout,incomplete,,0,0,0,0,7400-end,unchecked,165 166 167 168 169\r\n",
        Table(CsvWriter.DefaultColumns, MixRecords.Number(1), MixRecords.Number(165)));

    [Theory]
    [InlineData("num,complete,policy", "n,complete,policy\r\n199,1700000034.000000,linux\r\n")]
    [InlineData(" Verdict , duration ", "verdict,duration_ns\r\nsound,24000000000\r\n")]
    [InlineData("arrived,waited", "arrived,waited_ns\r\n1,\r\n")]
    [InlineData("mf,offset", "mf,offset\r\ntrue true false,0 1480 2960\r\n")]
    public void Writes_the_columns_asked_for(string columns, string expected) => Assert.Equal(expected, Table(Columns(columns), MixRecords.Number(199)));

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("a\nb", "\"a\nb\"")]
    [InlineData("a\rb", "\"a\rb\"")]
    [InlineData("\"", "\"\"\"\"")]
    [InlineData("", "")]
    public void Quotes_what_needs_quotes(string policy, string expected) =>
        Assert.Equal("policy\r\n" + expected + "\r\n", Table(Columns("policy"), MixRecords.Number(1) with { Policy = policy }));

    [Fact]
    public void Late_duplicates_are_no_lines() =>
        Assert.Equal("n\r\n", Table(Columns("n"), MixRecords.Number(7) with { State = DatagramState.Open, LateDuplicateOf = 1 }));

    [Theory]
    [InlineData("num,verdct", "no field is called 'verdct'; did you mean 'verdict'?")]
    [InlineData("", "no field is called ''")]
    [InlineData("num,,id", "no field is called ''")]
    public void Refuses_columns_that_are_none(string columns, string expected)
    {
        Assert.False(CsvWriter.TryParseColumns(columns, out _, out var error));
        Assert.Equal(expected, error);
    }

    [Fact]
    public void Names_in_the_catalogue_are_unique_and_can_be_typed()
    {
        Assert.Equal(FieldCatalog.Names.Count(), FieldCatalog.Names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(FieldCatalog.Names, name => Assert.Matches("^[a-z][a-z0-9_.]*$", name));
        Assert.All(FieldCatalog.All, field => Assert.Equal(field.Kind == FieldKind.Word, field.Words.Count > 0));
    }

    private static IReadOnlyList<Field> Columns(string text) =>
        CsvWriter.TryParseColumns(text, out var columns, out var error) ? columns : throw new FormatException(error);

    private static string Table(IReadOnlyList<Field> columns, params DatagramRecord[] records)
    {
        using var text = new StringWriter();
        var csv = new CsvWriter(text, columns);
        foreach (var record in records)
        {
            csv.Write(record);
        }

        return text.ToString();
    }
}
