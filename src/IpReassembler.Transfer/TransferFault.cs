namespace IpReassembler.Transfer;

/// <summary>Why a transfer failed, as far as a caller would act differently.</summary>
public enum TransferFault
{
    /// <summary>The network: refused, unreachable, reset, no such name, address in use.</summary>
    Network,

    /// <summary>The peer did nothing for as long as <see cref="TransferLimits.IdleTimeout"/>.</summary>
    Timeout,

    /// <summary>The peer does not speak the protocol, or sends a name that is not safe.</summary>
    Protocol,

    /// <summary>The peer asks for more than <see cref="TransferLimits"/> grants.</summary>
    Limit,

    /// <summary>Bytes are missing, too many, or cannot be told from a header with certainty.</summary>
    Integrity,

    /// <summary>The system does not permit it: a port below 1024, a folder that is not ours.</summary>
    NotPermitted,

    /// <summary>A file cannot be read or written: the disk is full, it exists already, it is not there.</summary>
    Storage,
}
