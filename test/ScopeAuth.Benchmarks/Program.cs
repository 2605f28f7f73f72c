using ScopeAuth.Benchmarks;
using ScopeAuth.Benchmarks.Load;

return args switch
{
    ["cold", ..] => await ColdBenchmark.RunAsync(),
    ["warm", ..] => await WarmBenchmark.RunAsync(),
    ["introspection", ..] => await IntrospectionBenchmark.RunAsync(),
    ["http", .. var options] => HttpBenchmark.Run(options),
    ["gates", .. var options] => await GatesBenchmark.RunAsync(options),
    ["allocations", ..] => AllocationBenchmark.Run(),
    ["server", .. var options] => await BenchmarkServer.RunAsync(options),
    ["flat", .. var options] => await FlatBenchmark.RunAsync(options),
    ["flood", .. var options] => FloodBenchmark.Run(options),
    ["cache", .. var options] => await CacheBenchmark.RunAsync(options),
    ["faults", ..] => await FaultBenchmark.RunAsync(),
    ["servers", ..] => await ServersBenchmark.RunAsync(),
    ["revocations", ..] => await RevocationBenchmark.RunAsync(args),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("dotnet run -c Release --project test/ScopeAuth.Benchmarks -- cold | faults | servers | introspection | http | gates [--json FILE]");
    Console.Error.WriteLine("dotnet run -c Release --project test/ScopeAuth.Benchmarks -- revocations [--entries 10000000] [--json FILE]");
    return 2;
}
