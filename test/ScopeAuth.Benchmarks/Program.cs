using ScopeAuth.Benchmarks;
using ScopeAuth.Benchmarks.Load;

return await PerformancePage.RunAsync(args, async () => args switch
{
    ["cold", ..] => await ColdBenchmark.RunAsync(),
    ["stages", ..] => await StagesBenchmark.RunAsync(),
    ["warm", ..] => await WarmBenchmark.RunAsync(),
    ["introspection", ..] => await IntrospectionBenchmark.RunAsync(),
    ["http", .. var options] => HttpBenchmark.Run(options),
    ["gates", .. var options] => await GatesBenchmark.RunAsync(options),
    ["allocations", ..] => AllocationBenchmark.Run(),
    ["server", .. var options] => await BenchmarkServer.RunAsync(options),
    ["algorithms", .. var options] => await AlgorithmsBenchmark.RunAsync(options),
    ["node", .. var options] => await NodeBenchmark.RunAsync(options),
    ["flat", .. var options] => await FlatBenchmark.RunAsync(options),
    ["flood", .. var options] => FloodBenchmark.Run(options),
    ["cache", .. var options] => await CacheBenchmark.RunAsync(options),
    ["faults", ..] => await FaultBenchmark.RunAsync(),
    ["servers", ..] => await ServersBenchmark.RunAsync(),
    ["revocations", ..] => await RevocationBenchmark.RunAsync(args),
    _ => Usage(),
});

static int Usage()
{
    Console.Error.WriteLine("""
        dotnet run -c Release --project test/ScopeAuth.Benchmarks -- COMMAND
          gates [--json FILE]              what is promised, in less than ten minutes
          http                             whole requests, ours and a peer's; under wrk too where it is installed
          algorithms [--revocations N]     each algorithm, new and seen before, by servers and revocations, with audit and without
          cold | warm                      a verdict on a new token; on tokens seen before
          stages                           where the time of a verdict goes
          flat [--revocations N]           whether more of anything takes longer
          flood                            forged tokens beside good ones, at a fixed rate
          cache [--valid N] [--random N]   the memory of what is remembered
          node                             jose and fast-jwt
          allocations                      which objects a request makes
          faults | servers | introspection
          revocations [--entries N] [--json FILE]
        --page docs/performance.md puts what is printed into that page.
        gates, http, algorithms, flat, flood and node take --short: then they show that they run, not how fast anything is.
        """);
    return 2;
}
