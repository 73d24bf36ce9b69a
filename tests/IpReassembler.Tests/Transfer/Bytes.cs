using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace IpReassembler.Tests.Transfer;

/// <summary>What the protocols put on the wire, written once more by hand.</summary>
internal static class Bytes
{
    public static byte[] Of(string text) => Encoding.Latin1.GetBytes(text);

    public static byte[] Random(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    public static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static byte[] Upload(string name, byte[] content) => [.. Encoding.UTF8.GetBytes(name), .. Of($"<SEPARATOR>{content.Length}"), .. content];

    public static byte[] Count(uint count)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, count);
        return bytes;
    }

    public static byte[] BatchHead(byte[] name, ulong size)
    {
        var head = new byte[136];
        head.AsSpan(0, 128).Fill((byte)' ');
        name.CopyTo(head, 0);
        BinaryPrimitives.WriteUInt64BigEndian(head.AsSpan(128), size);
        return head;
    }

    public static byte[] Batch(params (string Name, byte[] Content)[] files) =>
        [.. Count((uint)files.Length), .. files.SelectMany(file => BatchHead(Encoding.UTF8.GetBytes(file.Name), (ulong)file.Content.Length).Concat(file.Content))];

    public static byte[] Sst(byte[] content) =>
        [.. Of($"{content.Length,-10}"), .. content.Chunk(4096).SelectMany(frame => Of($"{frame.Length,-10}").Concat(frame))];
}
