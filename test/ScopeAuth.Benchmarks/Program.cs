using ScopeAuth.Benchmarks;

return args switch
{
    ["cold", ..] => await ColdBenchmark.RunAsync(),
    ["faults", ..] => await FaultBenchmark.RunAsync(),
    ["servers", ..] => await ServersBenchmark.RunAsync(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("dotnet run -c Release --project test/ScopeAuth.Benchmarks -- cold|faults|servers");
    return 2;
}
