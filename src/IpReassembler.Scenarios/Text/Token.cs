namespace IpReassembler.Scenarios;

/// <summary>A token and its place.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its characters, without quotation marks.</param>
/// <param name="Where">Its place, quotation marks included.</param>
internal readonly record struct Token(TokenKind Kind, string Text, SourceSpan Where);
