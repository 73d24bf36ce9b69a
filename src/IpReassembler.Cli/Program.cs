using IpReassembler.Cli;

return Tool.Run(args, Terminal.OfProcess());
