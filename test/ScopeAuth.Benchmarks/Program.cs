using ScopeAuth.Benchmarks;

return args switch
{
    ["cold", ..] => await ColdBenchmark.RunAsync(),
    ["revocations", ..] => await RevocationBenchmark.RunAsync(args),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("dotnet run -c Release --project test/ScopeAuth.Benchmarks -- cold");
    Console.Error.WriteLine("dotnet run -c Release --project test/ScopeAuth.Benchmarks -- revocations [--entries 10000000] [--json FILE]");
    return 2;
}
