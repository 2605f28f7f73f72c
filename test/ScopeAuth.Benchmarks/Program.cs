using ScopeAuth.Benchmarks;
using ScopeAuth.Benchmarks.Load;

return args switch
{
    ["cold", ..] => await ColdBenchmark.RunAsync(),
    ["introspection", ..] => await IntrospectionBenchmark.RunAsync(),
    ["http", ..] => HttpBenchmark.Run(),
    ["gates", .. var options] => await GatesBenchmark.RunAsync(options),
    ["allocations", ..] => AllocationBenchmark.Run(),
    ["server", var keyFile] => await BenchmarkServer.RunAsync(keyFile),
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
