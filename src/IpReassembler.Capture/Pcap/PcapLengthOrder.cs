namespace IpReassembler.Capture;

/// <summary>Which of a record's two lengths stands first.</summary>
internal enum PcapLengthOrder
{
    /// <summary>Captured, then original: since version 2.4, and in the specification.</summary>
    CapturedFirst,

    /// <summary>Original, then captured: before version 2.3, and in DG/UX files of "version" 543.</summary>
    OriginalFirst,

    /// <summary>Version 2.3, written both ways: the captured length is the smaller one.</summary>
    SmallerIsCaptured,
}
