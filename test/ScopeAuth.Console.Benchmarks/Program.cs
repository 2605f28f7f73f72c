using ScopeAuth.Console.Benchmarks;

return await ConsoleBenchmark.RunAsync(args);
