using System.Text;
using System.Xml;

namespace IpReassembler.Records;

/// <summary>Results as the XML that build servers read: one test case for each assertion.</summary>
public static class JUnitReport
{
    /// <summary>Writes the report. The same results give the same bytes: there is no time in it.</summary>
    /// <param name="stream">Where it goes; it stays open.</param>
    /// <param name="capture">The capture that was checked: the class of the test cases.</param>
    /// <param name="results">What came out.</param>
    public static void Write(Stream stream, string capture, IReadOnlyList<AssertionResult> results)
    {
        var settings = new XmlWriterSettings { Indent = true, NewLineChars = "\n", Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), CloseOutput = false };
        using var xml = XmlWriter.Create(stream, settings);
        xml.WriteStartElement("testsuites");
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", "ipreasm check");
        xml.WriteAttributeString("tests", XmlConvert.ToString(results.Count));
        xml.WriteAttributeString("failures", XmlConvert.ToString(results.Count(result => !result.Holds)));
        foreach (var result in results)
        {
            xml.WriteStartElement("testcase");
            xml.WriteAttributeString("classname", Legal(capture));
            xml.WriteAttributeString("name", Legal(result.Text));
            if (!result.Holds)
            {
                xml.WriteStartElement("failure");
                xml.WriteAttributeString("message", Legal(Message(result)));
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteWhitespace("\n");
    }

    private static string Message(AssertionResult result)
    {
        var message = result.Measured is null ? $"nothing to measure: {result.Remark}" : $"measured {result.MeasuredText}";
        return message + (result.Worst is { } worst ? $"; worst: datagram #{worst}" : "");
    }

    // XML has no way to write most control characters, not even escaped, and none for half a surrogate pair.
    private static string Legal(string text)
    {
        var legal = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            legal.Append(rune.Value is '\t' or '\n' or '\r' or (>= ' ' and not 0xfffe and not 0xffff) ? rune.ToString() : "\ufffd");
        }

        return legal.ToString();
    }
}
