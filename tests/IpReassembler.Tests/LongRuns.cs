namespace IpReassembler.Tests;

/// <summary>How much the random tests try: <c>tests/run --all</c> sets IPREASM_LONG=1 and has more patience.</summary>
internal static class LongRuns
{
    public static int Rounds(int few, int many) => Environment.GetEnvironmentVariable("IPREASM_LONG") == "1" ? many : few;
}
