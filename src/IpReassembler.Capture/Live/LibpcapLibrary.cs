using System.Runtime.InteropServices;

namespace IpReassembler.Capture;

/// <summary>Finds the file that holds libpcap, under the names that systems give it.</summary>
internal static class LibpcapLibrary
{
    /// <summary>What the bindings call it.</summary>
    public const string Name = "pcap";

    private static readonly Lazy<nint> Loaded = new(Load);

    /// <summary>What the file may be called here, most likely name first.</summary>
    /// <remarks>
    /// Debian keeps the name of libpcap 0.8, others count the interface as 1; without the development package there is
    /// no plain <c>libpcap.so</c>. Npcap keeps its files in a folder of its own.
    /// </remarks>
    public static IReadOnlyList<string> FileNames { get; } =
        OperatingSystem.IsWindows() ? [Path.Combine(Environment.SystemDirectory, "Npcap", "wpcap.dll"), "wpcap.dll"]
        : OperatingSystem.IsMacOS() ? ["libpcap.A.dylib", "libpcap.dylib"]
        : ["libpcap.so.0.8", "libpcap.so.1", "libpcap.so"];

    /// <summary>Whether libpcap is there.</summary>
    public static bool IsInstalled => Loaded.Value != 0;

    /// <summary>Makes the runtime ask here when a binding is called for the first time.</summary>
    public static void Register() => NativeLibrary.SetDllImportResolver(
        typeof(LibpcapLibrary).Assembly,
        (name, _, _) => name == Name ? Loaded.Value : 0);

    /// <summary>Makes sure that libpcap is there, before anything of it is called.</summary>
    /// <exception cref="CaptureDeviceException">It is not.</exception>
    public static void Require()
    {
        if (!IsInstalled)
        {
            throw new CaptureDeviceException(
                CaptureDeviceFault.LibraryMissing,
                $"libpcap is not installed ({string.Join(", ", FileNames)} not found)",
                InstallCommand());
        }
    }

    private static nint Load()
    {
        foreach (var file in FileNames)
        {
            if (NativeLibrary.TryLoad(file, typeof(LibpcapLibrary).Assembly, DllImportSearchPath.SafeDirectories, out var handle))
            {
                return handle;
            }
        }

        return 0;
    }

    private static string InstallCommand()
    {
        if (OperatingSystem.IsWindows())
        {
            return "install Npcap from https://npcap.com";
        }

        (string Manager, string Command)[] known =
        [
            ("/usr/bin/apt-get", "sudo apt-get install libpcap0.8"),
            ("/usr/bin/dnf", "sudo dnf install libpcap"),
            ("/sbin/apk", "sudo apk add libpcap"),
            ("/usr/bin/pacman", "sudo pacman -S libpcap"),
            ("/usr/bin/zypper", "sudo zypper install libpcap1"),
        ];
        return known.FirstOrDefault(one => File.Exists(one.Manager)).Command ?? "install libpcap with the system's package manager";
    }
}
