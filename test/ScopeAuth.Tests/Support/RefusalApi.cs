using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Audit;

namespace ScopeAuth.Tests.Support;

/// <summary>An API that can be made to refuse a request for any reason, with what it takes: a good server, one without keys, a sink.</summary>
public sealed class RefusalApi : IAsyncLifetime
{
    private TestApi? _api;
    private TestAuthorizationServer? _server;
    private TestAuthorizationServer? _withoutKeys;
    private TestAuthorizationServer? _withInactiveTokens;
    private TestAuthorizationServer? _withoutAnswers;

    public RefusalApi() => Revocations = new(Clock);

    internal FakeClock Clock { get; } = new();

    internal RecordingSink Sink { get; } = new();

    internal SilentRevocationStore Revocations { get; }

    internal TestApi Api => _api!;

    internal TestAuthorizationServer Server => _server!;

    internal TestAuthorizationServer WithoutKeys => _withoutKeys!;

    internal TestAuthorizationServer WithInactiveTokens => _withInactiveTokens!;

    internal TestAuthorizationServer WithoutAnswers => _withoutAnswers!;

    internal ClientDetail? Detail { get; init; }

    /// <summary>Whether ScopeAuth's own middleware decides, in place of the framework's two.</summary>
    internal bool OwnMiddleware { get; init; }

    internal Action<WebApplication> Map { get; init; } = _ => { };

    public async ValueTask InitializeAsync()
    {
        _server = await TestServers.StartAsync(clock: Clock, configure: options => options.Organizations.Add(TestServers.Other));
        _withoutKeys = await TestServers.StartAsync(clock: Clock);
        _withoutKeys.Faults.MetadataBody = "{}";
        _withInactiveTokens = await TestServers.StartAsync(clock: Clock);
        _withInactiveTokens.Faults.IntrospectionBody = """{"active":false,"sub":"secret"}""";
        _withoutAnswers = await TestServers.StartAsync(clock: Clock);
        _withoutAnswers.Faults.IntrospectionBody = "secret";
        _api = await TestApi.StartAsync(
            [
                .. _server.ConfigurationFor("acme"), .. _withoutKeys.ConfigurationFor("dark"),
                .. TestServers.AskedConfiguration(_withInactiveTokens, "strict"), .. TestServers.AskedConfiguration(_withoutAnswers, "mute"),
            ],
            Detail is { } detail ? [new("ClientDetail", detail.ToString())] : [],
            builder => builder.Services.AddSingleton<IRevocationStore>(Revocations).AddSingleton<IAuditSink>(Sink),
            app =>
            {
                if (OwnMiddleware) app.UseScopeRoleAuth();
                app.MapMethods("/never", ["GET", "HEAD"], () => "never").RequireAuthorization(policy => policy.RequireApiRole("Auditor").AddRequirements(new NeverRequirement()));
                Map(app);
            },
            Clock);
        await SilentRevocationStore.WaitUntilFollowedAsync(_api);
    }

    public async ValueTask DisposeAsync()
    {
        if (_api is not null) await _api.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
        if (_withoutKeys is not null) await _withoutKeys.DisposeAsync();
        if (_withInactiveTokens is not null) await _withInactiveTokens.DisposeAsync();
        if (_withoutAnswers is not null) await _withoutAnswers.DisposeAsync();
    }

    internal string Token(params string[] roles) => Server.IssueToken(new TestToken { Scopes = [.. roles.Select(role => $"{TestServers.Organization}::{role}")] });

    internal string Token(TestToken token) => Server.IssueToken(token);

    /// <summary>Nobody handles it, so it is never met.</summary>
    private sealed class NeverRequirement : IAuthorizationRequirement;
}
