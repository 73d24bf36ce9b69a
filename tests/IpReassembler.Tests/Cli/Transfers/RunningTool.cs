using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using IpReassembler.Tests.Transfer;

namespace IpReassembler.Tests.Cli.Transfers;

/// <summary>The tool while it runs, beside the test: its lines can be read as they come.</summary>
internal sealed class RunningTool
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly Task<ToolRun> _run;

    public RunningTool(params string[] args) => _run = Task.Run(() => ToolRun.Of(args, outputStream: new Output(_lines.Writer)));

    /// <summary>The next line of JSON on standard output, as the schema wants it.</summary>
    public async Task<JsonElement> NextAsync() => LineSchema.Check(await _lines.Reader.ReadAsync().AsTask().WaitAsync(TestServer.Patience));

    /// <summary>The port from the first line, as a word.</summary>
    public async Task<string> PortAsync() => (await NextAsync()).GetProperty("port").GetInt32().ToString();

    /// <summary>How it ended.</summary>
    public Task<ToolRun> EndAsync() => _run.WaitAsync(TestServer.Patience);

    private sealed class Output(ChannelWriter<string> lines) : MemoryStream
    {
        private readonly List<byte> _line = [];

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            foreach (var one in buffer)
            {
                if (one != '\n')
                {
                    _line.Add(one);
                    continue;
                }

                lines.TryWrite(Encoding.UTF8.GetString([.. _line]));
                _line.Clear();
            }
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));
    }
}
