using System.Buffers.Binary;
using System.Security.Cryptography;
using IpReassembler.Capture;
using IpReassembler.Packets;
using IpReassembler.Scenarios;

namespace IpReassembler.Tests.Scenarios;

public class ScenarioPlayerTests
{
    [Fact]
    public void Frames_come_in_the_order_of_time_and_then_of_the_text()
    {
        var frames = Played.All("""
            datagram A  id 1 payload letters
              frag 0:8 "a" mf at 2us
              frag 8:8 "b" mf at 0us
            datagram B  id 2 payload letters at 1us
              frag 0:16 "c" mf
              frag 16:8 "d" +1us
            repeat 2 every 1us id+10
            """);
        Assert.Equal("8:8+@0 0:16+@1 0:8+@2 16:8@2 0:16+@2 16:8@3", string.Join(' ', frames));
    }

    [Fact]
    public void A_repetition_changes_what_it_says()
    {
        var frames = Played.All("datagram A src 10.0.0.255 id 65535 udp 1>2 payload random 9\nrepeat 3 every 1ms id+1 src+1");
        Assert.Equal(["10.0.0.255 65535", "10.0.1.0 0", "10.0.1.1 1"], frames.Select(frame => Ipv4Packet.TryParse(frame.Packet, out var ip, out _) ? $"{ip.Source} {ip.Identification}" : ""));
        Assert.Equal(3, frames.Select(frame => Convert.ToHexString(frame.Packet[28..])).Distinct().Count());
        Assert.Single(Played.All("datagram A payload random 9 seed 5\nrepeat 3 every 1ms").Select(frame => Convert.ToHexString(frame.Packet[20..])).Distinct());
    }

    [Fact]
    public void Padding_snapping_tags_and_raw_links()
    {
        var padded = Assert.Single(Played.All("pad 60\ndatagram A payload hex \"01\""));
        Assert.Equal((60, 60L), (padded.Bytes.Length, padded.OriginalLength));
        var snapped = Assert.Single(Played.All("snap 30\ndatagram A payload random 100"));
        Assert.Equal((30, 134L), (snapped.Bytes.Length, snapped.OriginalLength));
        Assert.Equal("88a8000581000006" + "0800", Convert.ToHexStringLower(Assert.Single(Played.All("datagram A vlan 5,6")).Bytes.AsSpan(12, 10)));
        Assert.Equal(0x45, Assert.Single(Played.All("link raw\ndatagram A")).Bytes[0]);
    }

    // The bytes are promised for ever: whoever keeps a seed keeps a capture.
    [Fact]
    public void The_same_seed_gives_the_same_bytes_everywhere_and_for_ever()
    {
        const string Text = """
            seed 42
            datagram A  udp 4000>5000 payload random 8000
              mtu 1500 every 100us order random seed 7 jitter 1ms seed 8
            repeat 20 every 5ms id+1
            impair loss 2% burst 1% by 3 dup 2% reorder 5% by 3 corrupt 1% delay 1ms jitter 2ms rate 100mbit seed 9
            """;
        Assert.Equal("D0F2ABE7CB29927E766F2B7B8C36BB49", HashOf(Text)[..32]);
        Assert.NotEqual(HashOf(Text), HashOf(Text.Replace("seed 42", "seed 43", StringComparison.Ordinal)));
        Assert.NotEqual(HashOf(Text), HashOf(Text.Replace("seed 9", "seed 10", StringComparison.Ordinal)));
    }

    // As if it had been written down in each of these places; a payload with a seed of its own is not drawn, but given.
    [Fact]
    public void Another_seed_takes_the_place_of_all_but_those_of_payloads()
    {
        const string Text = """
            seed 1
            datagram A  payload random 800
              size 8 order random seed 2 every 1ms jitter 1ms seed 3
            datagram B  id 2 payload random 800 seed 4
              size 8 order random every 1ms
            repeat 3 every 1s id+7
            impair loss 10% corrupt 10% seed 5
            """;
        var other = Text.Replace("seed 1", "seed 9", StringComparison.Ordinal).Replace("seed 2", "seed 9", StringComparison.Ordinal)
            .Replace("seed 3", "seed 9", StringComparison.Ordinal).Replace("order random every", "order random seed 9 every", StringComparison.Ordinal)
            .Replace("seed 5", "seed 9", StringComparison.Ordinal);
        Assert.Equal(HashOf(Scenario.Parse(other)), HashOf(Scenario.Parse(Text).WithSeed(9)));
        Assert.NotEqual(HashOf(Scenario.Parse(Text)), HashOf(Scenario.Parse(Text).WithSeed(9)));
    }

    [Fact]
    public void Whether_microseconds_will_do_is_known()
    {
        Assert.False(Scenario.Parse("datagram A payload random 9\nsize 8 every 1us").NeedsNanoseconds);
        Assert.True(Scenario.Parse("datagram A payload random 9\nsize 8 every 1.5us").NeedsNanoseconds);
        Assert.True(Scenario.Parse("start 1.0000001\ndatagram A").NeedsNanoseconds);
        Assert.True(Scenario.Parse("datagram A\nimpair jitter 1ms").NeedsNanoseconds);
    }

    [Fact]
    public void Files_are_read_from_the_scenarios_folder_and_nowhere_else()
    {
        using var folder = new TemporaryFolder();
        folder.Write("data.bin", [1, 2, 3]);
        Assert.Equal([1, 2, 3], Play("data.bin")[0].Packet[20..].ToArray());
        Assert.Contains("folder or below it", Assert.Throws<ScenarioException>(() => Play("../data.bin")).Message);
        Assert.Contains("folder or below it", Assert.Throws<ScenarioException>(() => Play(Path.Combine(folder.Path, "data.bin"))).Message);
        Assert.Contains("cannot be read", Assert.Throws<ScenarioException>(() => Play("none.bin")).Message);
        Directory.CreateDirectory(Path.Combine(folder.Path, "below"));
        folder.Write(Path.Combine("below", "data.bin"), [4]);
        Assert.Equal([4], Play("below/data.bin")[0].Packet[20..].ToArray());
        File.CreateSymbolicLink(Path.Combine(folder.Path, "link.bin"), Path.Combine(folder.Path, "data.bin"));
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "away"), "/");
        Assert.Contains("link.bin is a link", Assert.Throws<ScenarioException>(() => Play("link.bin")).Message);
        Assert.Contains("away is a link", Assert.Throws<ScenarioException>(() => Play("away/etc/hostname")).Message);
        folder.Write("long.bin", new byte[70_001]);
        Assert.Contains("longer than", Assert.Throws<ScenarioException>(() => Play("long.bin")).Message);

        List<Played> Play(string name) => Played.All(ScenarioFile.Open(folder.Write("x.scenario", System.Text.Encoding.UTF8.GetBytes($"datagram A payload file \"{name}\""))).Parse());
    }

    private static string HashOf(string text) => HashOf(Scenario.Parse(text));

    private static string HashOf(Scenario scenario)
    {
        using var source = scenario.Play();
        Span<byte> time = stackalloc byte[sizeof(long)];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        while (source.Read(out var frame) == ReadResult.Frame)
        {
            BinaryPrimitives.WriteInt64LittleEndian(time, frame.Timestamp.Nanoseconds);
            hash.AppendData(time);
            hash.AppendData(frame.Bytes);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
