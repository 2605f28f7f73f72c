namespace ScopeAuth.Benchmarks;

/// <summary>One promise: what it is about, and the figure that is wanted, at least or at most.</summary>
internal sealed record GateTarget(string Name, string What, double Wanted, bool IsAtLeast = false)
{
    /// <summary>All that are promised, in the order of the page.</summary>
    public static readonly IReadOnlyList<GateTarget> All =
    [
        new("warm_vs_plain", "`UseScopeRoleAuth()`, one token seen before, of a plain endpoint: requests per second", 0.97, IsAtLeast: true),
        new("warm_bytes", "the same: bytes a request above it", 64),
        new("warm_1000_vs_plain", "the same, 1,000 tokens in turn", 0.93, IsAtLeast: true),
        new("warm_100000_vs_plain", "the same, 100,000 tokens in turn", 0.85, IsAtLeast: true),
        new("dropin_vs_anonymous", "the framework's two middlewares, of their own open endpoint", 0.90, IsAtLeast: true),
        new("dropin_bytes", "the same: bytes a request above it", 1600),
        new("warm_vs_jwtbearer", "of JwtBearer 2.3.14, one token seen before", 4.5, IsAtLeast: true),
        new("nocache_vs_jwtbearer", "of JwtBearer 2.3.14, nothing remembered", 1.6, IsAtLeast: true),
        new("useless_vs_401", "useless tokens (the dearest of malformed, algorithm, issuer, key, expired): time, of a request without token", 1.3),
        new("badsignature_vs_cold", "a bad signature: time, of a good token that is not remembered", 1.05),
        new("core_warm_ns", "verdict on a token among 1,000 seen before, alone: nanoseconds", 150),
        new("core_warm_bytes", "the same: bytes", 0),
        new("core_100000_vs_read", "verdict on a token among 100,000 seen before: time, of reading its text once", 2.2),
        new("cold_rs256_vs_raw", "verdict on a new RS256 token: time, of the bare `VerifyData`", 1.06),
        new("cold_rs256_bytes", "the same: bytes", 1024),
        new("cold_principal_vs_raw", "with principal", 1.10),
        new("cold_es256_vs_raw", "verdict on a new ES256 token: time, of the bare `VerifyData`", 1.03),
        new("identitymodel_vs_cold", "IdentityModel's `JsonWebTokenHandler` 8.19.2: time, of that verdict (RS256)", 1.25, IsAtLeast: true),
        new("servers_64_vs_1", "64 registered servers: time, of one (the worse of new and seen before)", 1.02),
        new("servers_10000_vs_1", "10,000 registered servers: time, of one", 1.05),
        new("live_4x_vs_nocache", "four times as many tokens in turn as are remembered: tokens a second, of nothing remembered", 0.95, IsAtLeast: true),
        new("cache_bytes_per_token", "memory of a token that is remembered, its place in the table included: bytes", 1024),
    ];

    /// <param name="figure">What was measured.</param>
    /// <param name="low">The lower end of its interval; the figure itself where it has none.</param>
    /// <param name="high">The upper end.</param>
    public string Judge(double figure, double low, double high) =>
        (IsAtLeast ? figure >= Wanted : figure <= Wanted) ? "" : (IsAtLeast ? high >= Wanted : low <= Wanted) ? ", within the interval" : ", **missed**";
}
