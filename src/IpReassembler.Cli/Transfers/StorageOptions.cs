using System.CommandLine;
using IpReassembler.Transfer;

namespace IpReassembler.Cli;

/// <summary>The options of everything that stores what comes from the network.</summary>
internal sealed class StorageOptions
{
    private static readonly TransferLimits Defaults = new();

    private readonly long _usualMaxSize;
    private readonly Option<long?> _maxSize;

    private readonly Option<long?> _maxFiles = Options.Of<long?>(
        "--max-files", [], "N", "The most files of one transfer [10000]", text => Options.ParseNumber(1, int.MaxValue)(text));

    private readonly Option<WhenExists?> _exists = Options.Of<WhenExists?>(
        "--exists", [], "WHAT", "When a name is taken: rename (a (1).txt), refuse, overwrite, skip [rename]",
        Options.ParseWord<WhenExists?>(
            ("rename", WhenExists.Rename), ("refuse", WhenExists.Refuse), ("overwrite", WhenExists.Overwrite), ("skip", WhenExists.Skip)));

    /// <param name="usualMaxSize">The most bytes of one transfer unless told, as the option takes it.</param>
    public StorageOptions(string usualMaxSize = "4G")
    {
        _usualMaxSize = Options.ParseBytes(usualMaxSize);
        _maxSize = Options.Of<long?>(
            "--max-size", [], "BYTES", $"The most bytes of one transfer [{usualMaxSize}]", text => Options.ParseBytes(text));
    }

    /// <param name="verb">The verb that stores.</param>
    /// <param name="severalFiles">Whether one transfer may have more than one file.</param>
    public void AddTo(Command verb, bool severalFiles)
    {
        verb.Options.Add(_exists);
        verb.Options.Add(_maxSize);
        if (severalFiles)
        {
            verb.Options.Add(_maxFiles);
        }
    }

    /// <summary>The limits with what these options say.</summary>
    public TransferLimits Limits(ParseResult parsed, TransferLimits limits) => limits with
    {
        MaxSize = parsed.GetValue(_maxSize) ?? _usualMaxSize,
        MaxFiles = (int?)parsed.GetValue(_maxFiles) ?? Defaults.MaxFiles,
    };

    /// <summary>What to do with a name that is taken.</summary>
    public WhenExists WhenTaken(ParseResult parsed) => parsed.GetValue(_exists) ?? WhenExists.Rename;
}
