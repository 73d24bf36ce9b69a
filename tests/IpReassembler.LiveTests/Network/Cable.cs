namespace IpReassembler.LiveTests.Network;

/// <summary>Two hosts of their own and a virtual cable between them: <c>va</c> with 10.9.0.1 here, <c>vb</c> with 10.9.0.2 there, MTU 1500.</summary>
/// <remarks>IPv6 is off, so that nothing but the test sends anything, except ARP.</remarks>
internal sealed class Cable : IDisposable
{
    public const string Near = "va", Far = "vb";
    public const string NearAddress = "10.9.0.1", FarAddress = "10.9.0.2";

    public Cable()
    {
        Here.Connect(Near, There, Far);
        foreach (var (side, name, address) in new[] { (Here, Near, NearAddress), (There, Far, FarAddress) })
        {
            side.SetParameter("net.ipv6.conf.all.disable_ipv6", 1);
            side.Ip("link set lo up");
            side.Ip($"addr add {address}/24 dev {name}");
            side.Ip($"link set {name} up");
        }
    }

    public NetworkNamespace Here { get; } = new();

    public NetworkNamespace There { get; } = new();

    public void Dispose()
    {
        Here.Dispose();
        There.Dispose();
    }
}
