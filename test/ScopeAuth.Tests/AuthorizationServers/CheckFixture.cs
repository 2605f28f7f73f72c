using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Tests.Network;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.AuthorizationServers;

/// <summary>An application that registers one server by code, and a fault server to play it.</summary>
internal sealed class CheckFixture : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public CheckFixture(Action<AuthorizationServerOptions>? registered = null, Action<IServiceCollection>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddLogging();
        services.AddScopeRoleAuth()
            .AddApiRole("Auditor", role => role.Access["Audit"] = ApiAccess.View)
            .AddAuthorizationServer("acme", server =>
            {
                Fill(server, "https://acme.example");
                registered?.Invoke(server);
            });
        configure?.Invoke(services);
        _services = services.BuildServiceProvider(validateScopes: true);
    }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public FakeClock Clock { get; } = new();

    public FaultServer Server { get; } = new();

    public AuthorizationServerCheck Check => _services.GetRequiredService<AuthorizationServerCheck>();

    /// <summary>A server that is not registered, with its keys at the fault server; loopback is allowed, as for every test.</summary>
    public AuthorizationServerOptions NewServer(Action<AuthorizationServerOptions>? change = null)
    {
        var options = Fill(new(), "https://new.example");
        options.AllowPrivateNetwork = true;
        change?.Invoke(options);
        return options;
    }

    public Task<IReadOnlyList<CheckFinding>> CheckNewAsync(Action<AuthorizationServerOptions>? change = null) => Check.RunAsync("new", NewServer(change), Token);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Server.DisposeAsync();
    }

    private AuthorizationServerOptions Fill(AuthorizationServerOptions server, string issuer)
    {
        server.Issuer = issuer;
        server.JwksUri = Server.Jwks.OriginalString;
        server.AllowHttp = true;
        server.Audiences = ["https://api.example"];
        server.ClientIds = ["*"];
        server.Organizations = [TestServers.Organization];
        return server;
    }
}
