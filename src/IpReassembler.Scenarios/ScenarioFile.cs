namespace IpReassembler.Scenarios;

/// <summary>A scenario that stands in a file; files that it names are looked for in the same folder and below.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Text">What it says.</param>
public sealed record ScenarioFile(string Name, string Text)
{
    private readonly string? _folder;

    private ScenarioFile(string name, string text, string? folder)
        : this(name, text) => _folder = folder;

    /// <summary>Reads the file at <paramref name="path"/>.</summary>
    /// <exception cref="IOException">It cannot be read, or is larger than a scenario can be.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static ScenarioFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        // A character takes at least one byte, in UTF-8 at most four.
        var text = System.Text.Encoding.UTF8.GetString(ReadBounded(path, Scenario.MaxTextLength * 4L));
        return new ScenarioFile(path, text.TrimStart('\uFEFF'), Path.GetDirectoryName(Path.GetFullPath(path)));
    }

    /// <summary>Reads what it says.</summary>
    /// <exception cref="ScenarioException">Something in it cannot be read or cannot be played.</exception>
    public Scenario Parse() => Scenario.Parse(Text, _folder is null ? null : ReadNamed);

    // A scenario that came from somewhere else must not read whatever lies on this machine into packets.
    private byte[] ReadNamed(string name)
    {
        if (name.Length == 0 || Path.IsPathRooted(name) || name.Split('/', '\\').Contains(".."))
        {
            throw new IOException("name a file in the scenario's folder or below it");
        }

        var path = _folder!;
        foreach (var part in name.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar))
        {
            path = Path.Combine(path, part);
            if (new FileInfo(path).LinkTarget is not null)
            {
                throw new IOException($"{part} is a link, which may lead anywhere; name the file itself");
            }
        }

        return ReadBounded(path, ScriptedDatagram.MaxLength);
    }

    private static byte[] ReadBounded(string path, long max)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        // A pipe or a device has no length to be asked for: what counts is what comes.
        var bytes = new byte[4096];
        var length = 0;
        while (file.Read(bytes.AsSpan(length)) is var read and > 0)
        {
            length += read;
            if (length > max)
            {
                throw new IOException($"it is longer than {max} bytes");
            }

            if (length == bytes.Length)
            {
                Array.Resize(ref bytes, bytes.Length * 2);
            }
        }

        return bytes[..length];
    }
}
