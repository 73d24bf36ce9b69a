using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace IpReassembler.LiveTests.Network;

/// <summary>A network namespace of one's own: empty but for a loopback device that is down, with its own addresses, counters and sysctls.</summary>
/// <remarks>
/// It has no name. A thread of its own lives in it, and what must happen inside runs there. When the thread has ended and the sockets
/// made inside are closed, the kernel takes the namespace away with its devices: nothing is left behind, not even by tests that were killed.
/// </remarks>
internal sealed class NetworkNamespace : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread _thread;

    /// <exception cref="InvalidOperationException">The kernel does not allow it.</exception>
    public NetworkNamespace()
    {
        var entered = new TaskCompletionSource<string>();
        _thread = new Thread(() => Live(entered)) { IsBackground = true, Name = "network namespace" };
        _thread.Start();
        Path = entered.Task.GetAwaiter().GetResult();
    }

    /// <summary>The file that stands for it, for programs that are told where to go: <c>/proc/.../ns/net</c>.</summary>
    public string Path { get; }

    /// <summary>Ends the test as skipped, with the reason, where no namespace can be made.</summary>
    public static void Require()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "network namespaces are a thing of Linux");
        Assert.SkipUnless(LiveTests.Run.CanFind("ip"), "ip is not installed (Debian: apt-get install iproute2)");
        try
        {
            new NetworkNamespace().Dispose();
        }
        catch (InvalidOperationException refusal)
        {
            Assert.Skip(refusal.Message);
        }
    }

    /// <summary>Does something inside. A socket that is made there belongs to the namespace, whoever uses it.</summary>
    public T Invoke<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>();
        _work.Add(() =>
        {
            try
            {
                done.SetResult(work());
            }
            catch (Exception exception)
            {
                done.SetException(exception);
            }
        });
        return done.Task.GetAwaiter().GetResult();
    }

    /// <summary>Does something inside.</summary>
    public void Invoke(Action work) => Invoke(() =>
    {
        work();
        return true;
    });

    /// <summary>Runs a program inside, to its end.</summary>
    public Run Run(string program, params IEnumerable<string> arguments) => Invoke(() => LiveTests.Run.Of(program, arguments));

    /// <summary>Runs <c>ip</c> inside, for example <c>Ip("link set lo up")</c>.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public void Ip(string arguments)
    {
        var run = Run("ip", arguments.Split(' '));
        if (run.ExitCode != 0)
        {
            throw new InvalidOperationException($"ip {arguments}: {run.Error.Trim()}");
        }
    }

    /// <summary>Sets a kernel parameter of the namespace.</summary>
    /// <param name="name">As sysctl(8) spells it, for example <c>net.ipv4.ipfrag_time</c>.</param>
    /// <param name="value">In the parameter's own unit.</param>
    public void SetParameter(string name, long value) =>
        Invoke(() => File.WriteAllText("/proc/sys/" + name.Replace('.', '/'), FormattableString.Invariant($"{value}\n")));

    /// <summary>Lays a virtual cable (veth) from here to another namespace; both ends are down.</summary>
    public void Connect(string name, NetworkNamespace peer, string peerName) =>
        Ip($"link add {name} type veth peer name {peerName} netns {peer.Path}");

    public void Dispose()
    {
        _work.CompleteAdding();
        _thread.Join();
        _work.Dispose();
    }

    private void Live(TaskCompletionSource<string> entered)
    {
        if (Libc.Unshare(Libc.CLONE_NEWNET) != 0)
        {
            var reason = Marshal.GetLastPInvokeErrorMessage();
            entered.SetException(new InvalidOperationException($"no network namespace can be made ({reason}); run as root"));
            return;
        }

        entered.SetResult($"/proc/{new FileInfo("/proc/thread-self").LinkTarget}/ns/net");
        foreach (var work in _work.GetConsumingEnumerable())
        {
            work();
        }
    }
}
