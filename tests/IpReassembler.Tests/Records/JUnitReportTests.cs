using System.Xml.Linq;
using IpReassembler.Records;

namespace IpReassembler.Tests.Records;

public class JUnitReportTests
{
    [Fact]
    public void A_test_case_for_each_assertion()
    {
        AssertionResult[] results =
        [
            new("loss < 1%", true, 0, 10_000, FieldKind.Ratio),
            new("p99(duration_ns) <= 5ms", false, 7_413_000, 5_000_000, FieldKind.Duration) { Worst = "118" },
            new("max(have) > 1", false, null, 1, FieldKind.Bytes) { Remark = "there is no datagram" },
        ];
        Assert.Equal(
            """
            <?xml version="1.0" encoding="utf-8"?>
            <testsuites>
              <testsuite name="ipreasm check" tests="3" failures="2">
                <testcase classname="day.pcap" name="loss &lt; 1%" />
                <testcase classname="day.pcap" name="p99(duration_ns) &lt;= 5ms">
                  <failure message="measured 7.413 ms; worst: datagram #118" />
                </testcase>
                <testcase classname="day.pcap" name="max(have) &gt; 1">
                  <failure message="nothing to measure: there is no datagram" />
                </testcase>
              </testsuite>
            </testsuites>

            """.ReplaceLineEndings("\n"),
            Write("day.pcap", results));
    }

    [Theory]
    [InlineData("a\u0000\u001b[31m", "a\ufffd\ufffd[31m")]
    [InlineData("\uffff<&\"'\u00e9\U0001f600", "\ufffd<&\"'\u00e9\U0001f600")]
    public void Whatever_a_file_is_called_the_report_can_be_read(string name, string read) => Assert.Equal(read, NameReadBack(name));

    [Fact]
    public void Half_a_letter_is_replaced() => Assert.Equal("\ufffdx", NameReadBack(new string(['\ud800', 'x'])));

    private static string NameReadBack(string name) => XDocument.Parse(Write(name, [new AssertionResult("count() == 0", true, 0, 0, FieldKind.Number)])).Descendants("testcase").Single().Attribute("classname")!.Value;

    private static string Write(string name, IReadOnlyList<AssertionResult> results)
    {
        using var stream = new MemoryStream();
        JUnitReport.Write(stream, name, results);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
