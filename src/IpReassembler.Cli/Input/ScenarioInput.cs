using IpReassembler.Records;
using IpReassembler.Scenarios;

namespace IpReassembler.Cli;

/// <summary>Finds a scenario: a file, or one of the gallery by its name.</summary>
internal static class ScenarioInput
{
    /// <summary>Reads the text.</summary>
    public static ScenarioFile Open(string name)
    {
        FileName.MustNotBeEmpty(name, "the scenario");
        try
        {
            // Something under this name on the disk, also a pipe, comes before the gallery.
            return Path.Exists(name) || !Gallery.TryFind(name, out var known) ? ScenarioFile.Open(name) : known;
        }
        catch (Exception failed) when (failed is FileNotFoundException or DirectoryNotFoundException)
        {
            var hint = Nearest.Hint(name, Gallery.Names) is { Length: > 0 } guess ? guess : ".";
            throw new ToolException(ExitCode.BadFile, $"there is no file {name}, and no scenario of the gallery is called so{hint} ipreasm scenario list shows them.");
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCode.BadFile, Directory.Exists(name) ? $"cannot read {name}: it is a folder; name the scenario in it" : $"cannot read {name}: {failed.Message}");
        }
    }

    /// <summary>Reads what the text says.</summary>
    public static Scenario Parse(ScenarioFile file)
    {
        try
        {
            return file.Parse();
        }
        catch (ScenarioException wrong)
        {
            throw new ToolException(ExitCode.BadFile, wrong.Describe(file.Name, file.Text, wrong.Word is { } word ? Nearest.Hint(word, wrong.Known) : ""));
        }
    }
}
