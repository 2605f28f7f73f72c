using ScopeAuth.Benchmarks.Load;

namespace ScopeAuth.Benchmarks;

/// <summary>Whole requests to real servers in other processes.</summary>
internal static class HttpBenchmark
{
    public static readonly string[] UselessKinds = ["malformed", "algorithm", "issuer", "key", "expired"];

    public static int Run()
    {
        using var keys = new BenchmarkKeys();
        using var server = ServerProcess.Start(typeof(HttpBenchmark).Assembly.Location, "server", keys.RsaFile);
        using var peer = ServerProcess.Start(
            typeof(HttpBenchmark).Assembly.Location.Replace("ScopeAuth.Benchmarks", "ScopeAuth.Benchmarks.JwtBearer", StringComparison.Ordinal),
            keys.RsaFile, BenchmarkToken.Issuer, "https://api.example");
        var kinds = Kinds(keys, server, peer).Values.ToArray();
        var load = new PairedLoad(kinds);
        var bytes = load.Allocated();
        var results = load.Run(rounds: 100, warmUp: TimeSpan.FromSeconds(40));
        Console.WriteLine("| request | per second | p50, µs | p99, µs | of plain | processor, of plain | bytes |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        for (var kind = 0; kind < kinds.Length; kind++)
        {
            var result = results[kind];
            Console.WriteLine($"| {result.Name} | {result.PerSecond:F0} | {result.Percentile(0.5):F0} | {result.Percentile(0.99):F0} "
                + $"| {result.Against(results[0])} | {result.ProcessorAgainst(results[0])} | {bytes[kind]:F0} |");
        }
        return 0;
    }

    public static IReadOnlyDictionary<string, LoadKind> Kinds(BenchmarkKeys keys, ServerProcess server, ServerProcess peer)
    {
        string?[] one = [keys.Rs256().Compact], none = [null];
        string?[] thousand = [.. Enumerable.Range(0, 1000).Select(number => keys.Rs256(number).Compact)];
        LoadKind Useless(string name, string token) => new(name, server, "lane", "/firewall", [token], expectedStatus: 401);
        return new Dictionary<string, LoadKind>
        {
            ["plain"] = new("plain endpoint, same header", server, "plain", "/firewall", one),
            ["plain-1000"] = new("plain endpoint, 1,000 headers", server, "plain", "/firewall", thousand),
            ["own"] = new("own middleware, 1 token", server, "lane", "/firewall", one),
            ["own-1000"] = new("own middleware, 1,000 tokens", server, "lane", "/firewall", thousand),
            ["own-open"] = new("own middleware, open endpoint", server, "lane", "/open", none),
            ["standard-open"] = new("standard two, open endpoint", server, "standard", "/open", none),
            ["standard"] = new("standard two, 1 token", server, "standard", "/firewall", one),
            ["cold"] = new("own middleware, nothing remembered", server, "cold", "/firewall", one),
            ["jwtbearer"] = new("JwtBearer 2.3.14", peer, "jwtbearer", "/firewall", one),
            ["401"] = new("no token", server, "lane", "/firewall", none, expectedStatus: 401),
            ["malformed"] = Useless("malformed", new string('a', 1037)),
            ["algorithm"] = Useless("algorithm not allowed", keys.Rs256With("HS256", BenchmarkToken.Issuer, "rs256", 3600)),
            ["issuer"] = Useless("unknown issuer", keys.Rs256With("RS256", "https://other.okta.com/oauth2/aus1", "rs256", 3600)),
            ["key"] = Useless("unknown key", keys.Rs256With("RS256", BenchmarkToken.Issuer, "other", 3600)),
            ["expired"] = Useless("expired", keys.Rs256With("RS256", BenchmarkToken.Issuer, "rs256", -3600)),
            ["bad-signature"] = Useless("bad signature", keys.Rs256().WithBadSignature),
        };
    }
}
