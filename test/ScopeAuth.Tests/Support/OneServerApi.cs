using Microsoft.AspNetCore.Builder;
using ScopeAuth.Testing;

namespace ScopeAuth.Tests.Support;

/// <summary>One authorization server and one API that trusts it, for all tests of a class.</summary>
public abstract class OneServerApi : IAsyncLifetime
{
    private TestApi? _api;
    private TestAuthorizationServer? _server;

    internal TestApi Api => _api!;

    internal TestAuthorizationServer Server => _server!;

    protected virtual Vendor Vendor => Vendor.Generic;

    /// <summary>The organisations of the server; by default its own one.</summary>
    protected virtual string[] Organizations => [];

    protected virtual IEnumerable<KeyValuePair<string, string?>> Settings => [];

    public async ValueTask InitializeAsync()
    {
        _server = await TestServers.StartAsync(Vendor);
        _api = await TestApi.StartAsync(_server.ConfigurationFor("server", Organizations), Settings, Configure, Map);
    }

    public async ValueTask DisposeAsync()
    {
        if (_api is not null) await _api.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A token with roles in the server's first organisation.</summary>
    internal string Token(params string[] roles) =>
        Server.IssueToken(new TestToken { Scopes = [.. roles.Select(role => $"{TestServers.Organization}::{role}")] });

    protected virtual void Configure(WebApplicationBuilder builder)
    {
    }

    protected virtual void Map(WebApplication app)
    {
    }
}
