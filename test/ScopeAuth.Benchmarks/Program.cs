using ScopeAuth.Benchmarks;

return args switch
{
    ["cold", ..] => await ColdBenchmark.RunAsync(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("dotnet run -c Release --project test/ScopeAuth.Benchmarks -- cold");
    return 2;
}
