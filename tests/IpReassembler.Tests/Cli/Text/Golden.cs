using System.Runtime.CompilerServices;
using System.Text;

namespace IpReassembler.Tests.Cli.Text;

/// <summary>Compares text with a file beside the tests. To accept new text, run the tests with UPDATE_GOLDEN=1 and read the difference before committing it.</summary>
internal static class Golden
{
    public static void Check(string name, Action<TextWriter> write, [CallerFilePath] string testFile = "")
    {
        using var output = new StringWriter { NewLine = "\n" };
        write(output);
        var path = Path.Combine(Path.GetDirectoryName(testFile)!, "golden", name + ".golden");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, output.ToString(), new UTF8Encoding(false));
        }

        Assert.Equal(File.Exists(path) ? File.ReadAllText(path) : "(there is no " + path + ")", output.ToString());
    }

    /// <summary>Lines, so that widths can be measured.</summary>
    public static string[] Lines(Action<TextWriter> write)
    {
        using var output = new StringWriter { NewLine = "\n" };
        write(output);
        return output.ToString().TrimEnd('\n').Split('\n');
    }
}
