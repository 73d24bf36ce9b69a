using System.CommandLine;
using IpReassembler.Records;

namespace IpReassembler.Cli;

/// <summary>The option -Y, which selects datagrams by what became of them.</summary>
internal sealed class SelectionOptions
{
    private readonly Option<Expression?> _where = new("--where", "-Y")
    {
        Description = "Only datagrams for which this holds: verdict != sound and src in 192.0.2.0/24",
        HelpName = "EXPR",
        CustomParser = result =>
        {
            if (Expression.TryParse(result.Tokens[^1].Value, out var expression, out var error))
            {
                return expression;
            }

            result.AddError("-Y: " + error);
            return null;
        },
    };

    public void AddTo(Command verb) => verb.Options.Add(_where);

    /// <summary>The header of a capture of which the condition shows a part.</summary>
    public CaptureHeader Mark(CaptureHeader header, ParseResult parsed) => header with { Where = parsed.GetResult(_where)?.Tokens[^1].Value };

    /// <summary>The condition; null when there is none.</summary>
    public Expression? Read(ParseResult parsed) => parsed.GetValue(_where);
}
