using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Keys;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Registrations;

/// <summary>A change holds from the next request on, through a real host, and nothing else feels it.</summary>
public sealed class ChangedServerTests : IAsyncLifetime
{
    private readonly DataFolder _folder = new();
    private TestAuthorizationServer _configured = null!;
    private TestAuthorizationServer _server = null!;
    private RegisteredApi _api = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _configured = await TestServers.StartAsync();
        _server = await TestServers.StartAsync(Vendor.Okta);
        _api = await RegisteredApi.StartAsync(_folder.Path, _configured.ConfigurationFor("configured"));
    }

    [Fact]
    public async Task A_server_is_accepted_once_it_is_added_refused_while_it_is_disabled_and_after_it_was_deleted()
    {
        Assert.Equal(Rejection.UnknownIssuer, (await _api.AskAsync(_server)).Rejection);

        var added = await _api.Servers.AddAsync("acme", TestServers.Registration(_server), RegisteredApi.Alice, Cancellation);
        Assert.Equal((RegistrationOutcome.Applied, true), (added.Outcome, added.Entry!.IsInForce));
        Assert.Equal(200, (await _api.AskAsync(_server)).Status);

        var disabled = await _api.Servers.DisableAsync("acme", added.Entry.Version, RegisteredApi.Alice, Cancellation);
        Assert.Equal((true, false), (disabled.IsApplied, disabled.Entry!.IsInForce));
        Assert.Equal(Rejection.UnknownIssuer, (await _api.AskAsync(_server)).Rejection);

        var enabled = await _api.Servers.EnableAsync("acme", disabled.Entry.Version, RegisteredApi.Alice, Cancellation);
        Assert.Equal(200, (await _api.AskAsync(_server)).Status);

        var deleted = await _api.Servers.DeleteAsync("acme", enabled.Entry!.Version, RegisteredApi.Alice, Cancellation);
        Assert.Equal((true, null), (deleted.IsApplied, deleted.Entry));
        Assert.Equal(Rejection.UnknownIssuer, (await _api.AskAsync(_server)).Rejection);
        Assert.Equal(200, (await _api.AskAsync(_configured)).Status);
    }

    [Fact]
    public async Task A_token_that_was_accepted_is_refused_with_the_request_after_its_server_was_disabled()
    {
        var added = await _api.Servers.AddAsync("acme", TestServers.Registration(_server), RegisteredApi.Alice, Cancellation);
        var token = _server.IssueToken($"{TestServers.Organization}::Auditor");
        Assert.Equal(200, (await _api.Api.AskAsync("/whoami", token)).Status);
        Assert.Equal(200, (await _api.Api.AskAsync("/whoami", token)).Status);

        await _api.Servers.DisableAsync("acme", added.Entry!.Version, RegisteredApi.Alice, Cancellation);

        Assert.Equal(Rejection.UnknownIssuer, (await _api.Api.AskAsync("/whoami", token)).Rejection);
    }

    [Fact]
    public async Task The_list_says_where_each_server_comes_from_and_how_its_keys_are()
    {
        await _api.Servers.AddAsync("acme", TestServers.Registration(_server), RegisteredApi.Alice, Cancellation);
        await Task.WhenAll(_api.Api.Services.GetRequiredService<KeyRings>().All.Select(ring => ring.RefreshAsync()));

        var list = _api.Servers.List();

        Assert.Equal(["acme", "configured"], list.Select(entry => entry.Name));
        Assert.Equal((RegistrationOrigin.Store, false, "alice"), (list[0].Origin, list[0].IsReadOnly, list[0].ChangedBy));
        Assert.Equal((RegistrationOrigin.Configuration, true, 0), (list[1].Origin, list[1].IsReadOnly, list[1].Version));
        Assert.All(list, entry => Assert.NotEmpty(entry.Keys!.Keys));
        Assert.Equal(_server.Issuer.ToString(), list[0].Options.Issuer);
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await _configured.DisposeAsync();
        await _server.DisposeAsync();
        _folder.Dispose();
    }
}
