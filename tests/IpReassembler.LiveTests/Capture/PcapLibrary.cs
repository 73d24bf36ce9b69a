using IpReassembler.Capture;

namespace IpReassembler.LiveTests.Capture;

/// <summary>Whether libpcap can be used here.</summary>
internal static class PcapLibrary
{
    /// <summary>Ends the test as skipped, with the reason, on a machine without libpcap.</summary>
    public static void Require()
    {
        try
        {
            CaptureDevice.All();
        }
        catch (CaptureDeviceException missing)
        {
            Assert.Skip(missing.Message);
        }
    }
}
