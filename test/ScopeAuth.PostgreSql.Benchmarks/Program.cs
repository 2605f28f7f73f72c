using System.Globalization;
using System.Text.Json;
using ScopeAuth.PostgreSql.Benchmarks;

return args switch
{
    ["serve", var database, .. var settings] => await NodeCommands.ServeAsync(database, settings),
    ["write", var database, .. var settings] => await NodeCommands.WriteAsync(database, settings),
    ["revocations"] => await MeasureAsync(10_000_000),
    ["revocations", var entries] => await MeasureAsync(int.Parse(entries, CultureInfo.InvariantCulture)),
    _ => Usage(),
};

static async Task<int> MeasureAsync(int entries)
{
    Console.WriteLine(JsonSerializer.Serialize(await PostgreSqlRevocationBenchmark.RunAsync(entries, CancellationToken.None)));
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine("dotnet run -c Release --project test/ScopeAuth.PostgreSql.Benchmarks -- revocations [ENTRIES]");
    return 2;
}
