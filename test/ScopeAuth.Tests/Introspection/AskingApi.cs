using System.Text.Json.Nodes;
using ScopeAuth.Tests.Network;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Introspection;

/// <summary>An API that asks a server about opaque tokens, and the server, which answers whatever a test likes.</summary>
public sealed class AskingApi : IAsyncLifetime
{
    public const string Issuer = "https://as.example";
    private static int s_tokens;
    private TestApi? _api;

    internal FakeClock Clock { get; } = new();

    internal FaultServer Server { get; } = new();

    internal TestApi Api => _api!;

    public static string NewToken() => $"opaque{Interlocked.Increment(ref s_tokens)}";

    internal static Dictionary<string, string?> Settings(FaultServer server, string name = "acme") => new Dictionary<string, string?>
    {
        ["Issuer"] = Issuer,
        ["Validation"] = "Introspection",
        ["IntrospectionUri"] = $"{server.Origin}/introspect",
        ["IntrospectionClient:Id"] = "api",
        ["IntrospectionClient:Secret"] = "s3cret",
        ["OpaqueTokens"] = "*",
        ["AllowHttp"] = "true",
        ["Audiences"] = "https://api.example",
        ["ClientIds"] = "demo",
        ["Organizations"] = TestServers.Organization,
    }.ToDictionary(setting => $"AuthorizationServers:{name}:{setting.Key}", setting => setting.Value);

    internal static Task<TestApi> StartAsync(FaultServer server, TimeProvider clock, params (string Setting, string? Value)[] changes)
    {
        var settings = Settings(server);
        foreach (var (setting, value) in changes)
            if (value is null) settings.Remove($"AuthorizationServers:acme:{setting}");
            else settings[$"AuthorizationServers:acme:{setting}"] = value;
        return TestApi.StartAsync(settings, clock: clock);
    }

    /// <summary>A right answer about an active token, changed: <c>null</c> takes a member out.</summary>
    internal static string Active(DateTimeOffset now, params (string Name, JsonNode? Value)[] changes)
    {
        var answer = new JsonObject
        {
            ["active"] = true,
            ["iss"] = Issuer,
            ["aud"] = "https://api.example",
            ["client_id"] = "demo",
            ["scope"] = $"{TestServers.Organization}::Auditor",
            ["token_type"] = "Bearer",
            ["exp"] = now.AddHours(1).ToUnixTimeSeconds(),
            ["iat"] = now.ToUnixTimeSeconds(),
        };
        foreach (var (name, value) in changes)
            if (value is null) answer.Remove(name);
            else answer[name] = value.DeepClone();
        return answer.ToJsonString();
    }

    public async ValueTask InitializeAsync() => _api = await StartAsync(Server, Clock);

    public async ValueTask DisposeAsync()
    {
        if (_api is not null) await _api.DisposeAsync();
        await Server.DisposeAsync();
    }
}
