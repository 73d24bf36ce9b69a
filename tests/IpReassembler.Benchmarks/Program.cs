using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using IpReassembler.Benchmarks;

// digest FILE, count FILE: one pass over a capture, for whole-process. flood NAME -w FILE: makes one. ipv6 FILE -w FILE: makes one of
// IPv6 out of one of IPv4. Anything else goes to BenchmarkDotNet:
//   dotnet run -c Release --project tests/IpReassembler.Benchmarks -- --filter '*Checksum*'
switch (args)
{
    case ["digest", var file]:
        return WholeFile.Run(file, withDigest: true);
    case ["count", var file]:
        return WholeFile.Run(file, withDigest: false);
    case ["flood", var name, "-w", var file]:
        return Floods.Write(name, file);
    case ["flood", ..]:
        Console.Error.WriteLine("usage: flood NAME -w FILE");
        return 2;
    case ["ipv6", var from, "-w", var to]:
        return Ipv6Twin.Write(from, to);
    case ["ipv6", ..]:
        Console.Error.WriteLine("usage: ipv6 FILE -w FILE");
        return 2;
    default:
        // In this process: the version of BenchmarkDotNet that is pinned cannot build projects for this runtime.
        var config = DefaultConfig.Instance.AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance));
        BenchmarkSwitcher.FromAssembly(typeof(WholeFile).Assembly).Run(args, config);
        return 0;
}
