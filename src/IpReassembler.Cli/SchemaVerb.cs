using System.CommandLine;
using IpReassembler.Records;

namespace IpReassembler.Cli;

/// <summary><c>ipreasm schema</c>: what the lines of <c>--json</c> and of <c>tcpd --trace</c> look like, for programs.</summary>
internal static class SchemaVerb
{
    public static Command Create()
    {
        var verb = new Verb("schema", "The JSON Schema of the lines of --json and of tcpd --trace.")
        {
            Examples = ["ipreasm schema > ipreasm.schema.json", "ipreasm schema | jq '.oneOf[].description'", "ipreasm schema | jq '.oneOf[].properties.type.enum[0]'"],
        };
        verb.SetAction(parsed =>
        {
            parsed.InvocationConfiguration.Output.Write(RecordSchema.Read());
            return ExitCode.Done;
        });
        return verb;
    }
}
