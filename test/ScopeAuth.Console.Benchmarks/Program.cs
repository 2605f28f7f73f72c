using ScopeAuth.Console.Benchmarks;

return args is ["cost", ..] ? await CostBenchmark.RunAsync() : await ConsoleBenchmark.RunAsync(args);
