namespace ScopeAuth.Benchmarks.Load;

/// <summary>The servers of a measurement, each in a process of its own, and the kinds of request that are put on them.</summary>
internal sealed class Workload : IDisposable
{
    public const int ManyTokens = 100_000;

    public static readonly string[] UselessKinds = ["malformed", "algorithm", "issuer", "key", "expired"];

    private readonly ServerProcess _server;
    private readonly ServerProcess _large;
    private readonly ServerProcess _peer;
    private readonly Dictionary<string, LoadKind> _kinds;

    public Workload(BenchmarkKeys keys)
    {
        // The table of the large one has so many places that hardly a token falls out of a full set.
        (_server, _large) = (ServerProcess.StartScopeAuth(keys), ServerProcess.StartScopeAuth(keys, 4 * ManyTokens));
        _peer = ServerProcess.StartJwtBearer(keys);
        string?[] one = [keys.Rs256().Compact], none = [null];
        string?[] thousand = [.. Enumerable.Range(0, 1000).Select(number => keys.Rs256(number).Compact)];
        var many = keys.Many(ManyTokens);
        LoadKind Useless(string name, string token, int? rareStatus = null) => new(name, _server, "lane", "/firewall", [token], expectedStatus: 401, rareStatus);
        _kinds = new()
        {
            ["plain"] = new("plain endpoint, same header", _server, "plain", "/firewall", one),
            ["own"] = new("own middleware, 1 token", _server, "lane", "/firewall", one),
            ["plain-1000"] = new("plain endpoint, 1,000 headers", _server, "plain", "/firewall", thousand),
            ["own-1000"] = new("own middleware, 1,000 tokens", _server, "lane", "/firewall", thousand),
            ["plain-100000"] = new("plain endpoint, 100,000 headers", _large, "plain", "/firewall", many),
            ["own-100000"] = new("own middleware, 100,000 tokens", _large, "lane", "/firewall", many),
            ["own-open"] = new("own middleware, open endpoint", _server, "lane", "/open", none),
            ["standard-open"] = new("standard two, open endpoint", _server, "standard", "/open", none),
            ["standard"] = new("standard two, 1 token", _server, "standard", "/firewall", one),
            ["cold"] = new("own middleware, nothing remembered", _server, "cold", "/firewall", one),
            ["jwtbearer"] = new("JwtBearer 2.3.14", _peer, "jwtbearer", "/firewall", one),
            ["buffered"] = new("own middleware, audit files, flushed each second", _server, "buffered", "/firewall", one),
            ["strict"] = new("own middleware, audit files, flushed before the answer", _server, "strict", "/firewall", one),
            ["401"] = new("no token", _server, "lane", "/firewall", none, expectedStatus: 401),
            ["malformed"] = Useless("malformed", new string('a', 1037)),
            ["algorithm"] = Useless("algorithm not allowed", keys.Rs256With("HS256", BenchmarkToken.Issuer, "rs256", 3600)),
            ["issuer"] = Useless("unknown issuer", keys.Rs256With("RS256", "https://other.okta.com/oauth2/aus1", "rs256", 3600)),
            // While the keys are loaded again, at least once a minute, nobody can say that the key is unknown.
            ["key"] = Useless("unknown key", keys.Rs256With("RS256", BenchmarkToken.Issuer, "other", 3600), rareStatus: 503),
            ["expired"] = Useless("expired", keys.Rs256With("RS256", BenchmarkToken.Issuer, "rs256", -3600)),
            ["bad-signature"] = Useless("bad signature", keys.Rs256().WithBadSignature),
        };
    }

    public IReadOnlyDictionary<string, LoadKind> Kinds => _kinds;

    /// <summary>Measures some kinds against each other.</summary>
    public Dictionary<string, LoadResult> Run(ILoadGenerator generator, LoadPlan plan, params IReadOnlyList<string> names) =>
        names.Zip(generator.Run([.. names.Select(name => LoadRun.Closed(_kinds[name]))], plan)).ToDictionary(pair => pair.First, pair => pair.Second);

    public void Dispose()
    {
        _server.Dispose();
        _large.Dispose();
        _peer.Dispose();
    }
}
