using IpReassembler.Packets;

namespace IpReassembler.Capture;

/// <summary>Where frames come from: a file, several files, a live interface.</summary>
public interface IFrameSource : IDisposable
{
    /// <summary>The interfaces seen so far, numbered as in <see cref="CapturedFrame.Interface"/>. The list is live: it grows while frames are read.</summary>
    IReadOnlyList<CaptureInterface> Interfaces { get; }

    /// <summary>What is broken; <see langword="null"/> until a read has said <see cref="ReadResult.Damaged"/>.</summary>
    CaptureDamage? Damage { get; }

    /// <summary>How many bytes of the input have been taken in, packed ones where the input is packed. For showing progress.</summary>
    long BytesRead { get; }

    /// <summary>The value <see cref="BytesRead"/> will reach, where it is known: not for pipes and live sources.</summary>
    long? Length { get; }

    /// <summary>The comments on the frame read last, in file order, decoded when asked; good until the next read.</summary>
    IReadOnlyList<string> Comments => [];

    /// <summary>
    /// The time of the frame read last in nanoseconds since 1970, where it lies outside 1677 to 2262 and its
    /// <see cref="CapturedFrame.Timestamp"/> had to be saturated; otherwise <see langword="null"/>.
    /// </summary>
    Int128? TimeBeyondRange => null;

    /// <summary>Reads the next frame. Its bytes are lent until the next call.</summary>
    /// <param name="frame">
    /// The frame after <see cref="ReadResult.Frame"/>. After <see cref="ReadResult.Idle"/> an empty one, whose timestamp says up to when everything was delivered.
    /// Otherwise empty.
    /// </param>
    ReadResult Read(out CapturedFrame frame);
}
