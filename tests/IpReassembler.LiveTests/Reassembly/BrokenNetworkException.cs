namespace IpReassembler.LiveTests.Reassembly;

/// <summary>The network under a test failed, so the test has found out nothing.</summary>
internal sealed class BrokenNetworkException(string message, Exception? cause = null)
    : Exception("Nothing is known of reassembly, because the network under the test failed: " + message, cause);
