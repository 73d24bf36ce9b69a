using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using IpReassembler.Capture;

namespace IpReassembler.LiveTests.Capture;

/// <summary>Our structures lie in memory as libpcap's and the kernel's do: the C compiler says so, with the headers that are installed.</summary>
public class NativeLayoutTests
{
    private static readonly (Type Type, string C)[] Structures =
    [
        (typeof(Libpcap.pcap_pkthdr), "struct pcap_pkthdr"),
        (typeof(Libpcap.pcap_if), "struct pcap_if"),
        (typeof(Libpcap.pcap_addr), "struct pcap_addr"),
        (typeof(Libpcap.pcap_stat), "struct pcap_stat"),
        (typeof(Libpcap.bpf_program), "struct bpf_program"),
        (typeof(Libpcap.bpf_insn), "struct bpf_insn"),
        (typeof(Netdevice.struct_ifreq), "struct ifreq"),
        (typeof(Netdevice.ethtool_value), "struct ethtool_value"),
        (typeof(Netdevice.virtio_net_hdr), "struct virtio_net_hdr"),
    ];

    private const string Headers = """
        #include <stddef.h>
        #include <pcap/pcap.h>
        #include <sys/ioctl.h>
        #include <net/if.h>
        #include <linux/sockios.h>
        #include <linux/types.h>
        #include <linux/if_tun.h>
        #include <linux/virtio_net.h>
        #include <linux/ethtool.h>

        """;

    [Fact]
    public void Structures_and_numbers_are_those_of_the_headers()
    {
        var (isRight, message) = Compile(Assertions());
        Assert.True(isRight, message);
    }

    [Fact]
    public void A_field_in_the_wrong_place_is_noticed()
    {
        var (isRight, _) = Compile("_Static_assert(offsetof(struct pcap_pkthdr, len) == 99, \"\");");
        Assert.False(isRight);
    }

    private static string Assertions()
    {
        var text = new StringBuilder();
        foreach (var (type, c) in Structures)
        {
            foreach (var field in type.GetFields(BindingFlags.Public | BindingFlags.Instance).Where(field => !IsWindowsOnly(field.Name)))
            {
                var member = field.Name.StartsWith("tv_", StringComparison.Ordinal) ? "ts." + field.Name : field.Name;
                var size = field.FieldType.IsPointer ? IntPtr.Size : Marshal.SizeOf(field.FieldType);
                text.AppendLine($"_Static_assert(offsetof({c}, {member}) == {Marshal.OffsetOf(type, field.Name)}, \"{c} {member}\");");
                text.AppendLine($"_Static_assert(sizeof((({c} *)0)->{member}) == {size}, \"{c} {member}\");");
            }
        }

        // Only Windows has the last three of pcap_stat; elsewhere ours is longer, which does no harm.
        foreach (var (type, c) in Structures.Where(one => one.Type != typeof(Libpcap.pcap_stat)))
        {
            text.AppendLine($"_Static_assert(sizeof({c}) == {Marshal.SizeOf(type)}, \"{c}\");");
        }

        foreach (var number in new[] { typeof(Libpcap), typeof(Netdevice) }.SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static)).Where(field => field.IsLiteral))
        {
            text.AppendLine($"_Static_assert({number.Name} == {number.GetRawConstantValue()}, \"{number.Name}\");");
        }

        return text.ToString();
    }

    private static bool IsWindowsOnly(string field) => field is "ps_capt" or "ps_sent" or "ps_netdrop";

    private static (bool IsRight, string Message) Compile(string assertions)
    {
        Assert.SkipUnless(Run.CanFind("gcc"), "gcc is not installed (Debian: apt-get install gcc)");
        Assert.SkipUnless(File.Exists("/usr/include/pcap/pcap.h"), "the headers of libpcap are not installed (Debian: apt-get install libpcap-dev)");
        var source = Path.Combine(Path.GetTempPath(), $"ipreasm-{Guid.NewGuid():N}.c");
        try
        {
            File.WriteAllText(source, $"{Headers}{assertions}");
            var run = Run.Of("gcc", "-fsyntax-only", source);
            return (run.ExitCode == 0, run.Error);
        }
        finally
        {
            File.Delete(source);
        }
    }
}
