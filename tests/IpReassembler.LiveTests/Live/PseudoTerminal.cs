namespace IpReassembler.LiveTests.Live;

/// <summary>The tool on a terminal of its own, whose other end a script of Python holds.</summary>
internal static class PseudoTerminal
{
    // Steps: see:TEXT waits until the terminal was sent that, keys:TEXT types (⏎ is Enter), size:COLUMNSxLINES changes the size, signal:NAME sends one to the tool.
    private const string Script = """
        import fcntl, os, pty, select, signal, struct, sys, termios, time

        def size(text):
            columns, lines = map(int, text.split('x'))
            fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack('HHHH', lines, columns, 0, 0))

        master, slave = pty.openpty()
        size('80x24')
        before = termios.tcgetattr(slave)
        steps, command = sys.argv[1].split('\n'), sys.argv[2:]
        child = os.fork()
        if child == 0:
            os.close(master)
            os.setsid()
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
            for to in 0, 1, 2:
                os.dup2(slave, to)
            os.environ['TERM'] = 'xterm'
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            signal.signal(signal.SIGHUP, signal.SIG_DFL)
            os.execvp(command[0], command)

        screen, status, deadline = b'', None, time.monotonic() + 90

        def listen(until):
            global screen, status
            while until not in screen if until else status is None:
                if time.monotonic() > deadline:
                    os.kill(child, signal.SIGKILL)
                    sys.exit('no %r came in: %r' % (until, screen[-3000:]))
                if select.select([master], [], [], 0.1)[0]:
                    screen += os.read(master, 65536)
                elif status is None and (ended := os.waitpid(child, os.WNOHANG))[0]:
                    status = ended[1]
                elif status is not None and until:
                    sys.exit('it ended before %r came: %r' % (until, screen[-3000:]))

        for step in steps:
            kind, _, text = step.partition(':')
            if kind == 'see':
                listen(text.encode())
                screen = screen[screen.index(text.encode()):]
            elif kind == 'keys':
                os.write(master, text.replace('⏎', '\r').encode())
            elif kind == 'size':
                size(text)
            elif kind == 'signal':
                os.kill(child, getattr(signal, 'SIG' + text))
        listen(None)
        print('exit', os.waitstatus_to_exitcode(status))
        print('settings', 'as before' if termios.tcgetattr(slave) == before else 'changed')
        print(screen.decode().replace('\r\n', '\n'))
        """;

    /// <summary>Ends the test as skipped, with the reason, where there is no Python.</summary>
    public static void Require() => Assert.SkipUnless(LiveTests.Run.CanFind("python3"), "python3 is not installed (Debian: apt-get install python3)");

    /// <summary>Runs the tool, does the steps, and waits for the end.</summary>
    /// <returns>What the script says of the end, and everything that the terminal was sent since what was seen last.</returns>
    public static Run Run(string steps, string arguments) =>
        LiveTests.Run.Of("python3", "-c", Script, steps.ReplaceLineEndings("\n"), "sh", "-c", $"exec {Ipreasm.CommandLine} {arguments}");
}
