using System.ComponentModel;
using System.Diagnostics;
using IpReassembler.Capture;

namespace IpReassembler.Cli;

/// <summary>A network that belongs to one run of this program and the command it observes: a loopback as narrow as one likes, which the kernel takes away with them.</summary>
/// <remarks>
/// A process that wants a user namespace must have one thread only (unshare(2)), which one of .NET never has. So unshare(1)
/// enters the namespaces and becomes this program again.
/// </remarks>
internal static class PrivateNetwork
{
    /// <summary>The only interface there is.</summary>
    public const string Loopback = "lo";

    // The user's own number becomes 0 inside, which is what lets the program listen and set the MTU there, and nowhere else.
    private static readonly string[] Namespaces = ["unshare", "--user", "--map-root-user", "--net", "--"];

    /// <summary>Runs this program again, inside.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="terminal">Where PATH is read.</param>
    /// <param name="interruption">What is handed on.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="ToolException">The system allows no such network.</exception>
    public static int Run(IEnumerable<string> arguments, Terminal terminal, Interruption interruption)
    {
        var path = terminal.Variable("PATH");
        if (WhyNot(path) is { } refused)
        {
            throw new ToolException(ExitCode.NotPermitted, $"no private network can be made here: {refused.Reason}{(refused.Cure is { } cure ? $". Try: {cure}" : "")}");
        }

        using var inside = ObservedCommand.Start([.. ObservedCommand.Resolve(Namespaces, path), .. ObservedCommand.Self, .. arguments], interruption, TimeProvider.System);
        return inside.WaitForEnd();
    }

    /// <summary>Makes the loopback of a network that is new usable.</summary>
    /// <param name="mtu">The longest packet it shall take: 68 to 65,535 bytes.</param>
    /// <exception cref="ToolException">The network is not new: it may be everybody's, and is left alone.</exception>
    public static void Furnish(int mtu)
    {
        if (InterfaceControl.IsUp(Loopback))
        {
            throw new ToolException(ExitCode.Usage, $"{Loopback} is switched on, so this network is not a new one: use --private.");
        }

        InterfaceControl.SetMtu(Loopback, mtu);
        InterfaceControl.SwitchOn(Loopback);
    }

    /// <summary>Why no such network can be made here; null when one can. One is made and given up to find out.</summary>
    /// <param name="path">The variable PATH.</param>
    public static Refusal? WhyNot(string? path)
    {
        try
        {
            return Try(ObservedCommand.Resolve(Namespaces, path));
        }
        catch (ToolException missing)
        {
            return new Refusal($"{missing.Message}, and --private needs it: it is part of util-linux, on Linux", null);
        }
    }

    // How unshare fails could not be told later from how the command does.
    private static Refusal? Try(IReadOnlyList<string> enter)
    {
        try
        {
            using var trial = Process.Start(new ProcessStartInfo(enter[0], [.. enter.Skip(1), "true"]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            var said = trial.StandardError.ReadToEnd().Trim();
            trial.WaitForExit();
            return trial.ExitCode == 0 ? null : new Refusal(said, Cure());
        }
        catch (Win32Exception refused)
        {
            return new Refusal(refused.Message, null);
        }
    }

    private static string Cure() =>
        IsSet("/proc/sys/user/max_user_namespaces", "0") ? "sudo sysctl user.max_user_namespaces=10000"
        : IsSet("/proc/sys/kernel/unprivileged_userns_clone", "0") ? "sudo sysctl kernel.unprivileged_userns_clone=1"
        : IsSet("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1") ? "sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0"
        : "sudo ipreasm observe -i lo -- COMMAND";

    private static bool IsSet(string file, string value)
    {
        try
        {
            return File.ReadAllText(file).Trim() == value;
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
