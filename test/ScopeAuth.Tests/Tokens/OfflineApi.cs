using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Keys;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Tokens;

/// <summary>The validator as an application registers it, without HTTP: the keys of one server in a file, and a clock that stands still.</summary>
internal sealed class OfflineApi : IDisposable
{
    public const string Issuer = "https://as.example", Audience = "https://api.example", Client = "client-1", Organization = "zscaler.net::1234567";
    public const string Scope = $"{Organization}::FirewallAdmin";

    private readonly string _keys = Path.Combine(Path.GetTempPath(), $"scopeauth-{Guid.NewGuid():N}.json");
    private readonly ServiceProvider _services;

    private OfflineApi(string jwks, Action<AuthorizationServerOptions>? change, Action<IServiceCollection>? configure, DateTimeOffset? now)
    {
        File.WriteAllText(_keys, jwks);
        Clock = new(now);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Clock);
        configure?.Invoke(services);
        services.AddScopeRoleAuth(configure: options =>
        {
            options.ApiRoles["FirewallAdmin"] = new() { Access = { ["Firewall"] = ApiAccess.Full } };
            var server = new AuthorizationServerOptions { Issuer = Issuer, Audiences = [Audience], ClientIds = [Client], Organizations = [Organization], JwksFile = _keys };
            change?.Invoke(server);
            options.AuthorizationServers["acme"] = server;
        });
        _services = services.BuildServiceProvider();
        Validator = _services.GetRequiredService<IAccessTokenValidator>();
    }

    public FakeClock Clock { get; }

    public IAccessTokenValidator Validator { get; }

    public KeyRing Keys => _services.GetRequiredService<KeyRings>().All.Single();

    public static async Task<OfflineApi> StartAsync(
        string jwks, Action<AuthorizationServerOptions>? change = null, Action<IServiceCollection>? configure = null, DateTimeOffset? now = null)
    {
        var api = new OfflineApi(jwks, change, configure, now);
        await api.Keys.RefreshAsync();
        Assert.True(api.Keys.IsUsable);
        return api;
    }

    public async ValueTask<Rejection?> JudgeAsync(string token) => (await Validator.ValidateAsync(token)).Rejection;

    public void Dispose()
    {
        _services.Dispose();
        File.Delete(_keys);
    }
}
