using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Hosting;
using ScopeAuth.Keys;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Registrations;

/// <summary>A change of one server is felt by no other: keys, accepted tokens, answers and breakers stay.</summary>
public sealed class UntouchedServerTests : IAsyncLifetime
{
    private readonly DataFolder _folder = new();
    private TestAuthorizationServer _other = null!;
    private TestAuthorizationServer _answering = null!;
    private RegisteredApi _api = null!;
    private AuthorizationServerEntry _acme = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ScopeAuthSettings Settings => _api.Api.Services.GetRequiredService<CurrentSettings>().Current;

    public async ValueTask InitializeAsync()
    {
        _other = await TestServers.StartAsync();
        _answering = await TestServers.StartAsync();
        _api = await RegisteredApi.StartAsync(
            _folder.Path,
            [
                .. _other.ConfigurationFor("other"),
                .. _answering.ConfigurationFor("answering"),
                TestServers.Setting("answering", "Validation", "Introspection"),
                TestServers.Setting("answering", "IntrospectionClient:Id", "api"),
                TestServers.Setting("answering", "IntrospectionClient:Secret", "api-secret"),
            ]);
        var result = await _api.Servers.AddAsync(
            "acme", new() { Issuer = "https://acme.example", Audiences = ["*"], ClientIds = ["*"], Organizations = [TestServers.Organization] }, RegisteredApi.Alice, Cancellation);
        Assert.Empty(result.Faults);
        _acme = result.Entry!;
    }

    [Fact]
    public async Task An_accepted_token_of_another_server_is_not_verified_again()
    {
        var token = _other.IssueToken($"{TestServers.Organization}::Auditor");
        var before = await _api.Api.Validator.ValidateAsync(token, Cancellation);
        Assert.Same(before.Token, (await _api.Api.Validator.ValidateAsync(token, Cancellation)).Token);

        await DisableAcmeAsync();

        Assert.Same(before.Token, (await _api.Api.Validator.ValidateAsync(token, Cancellation)).Token);
    }

    [Fact]
    public async Task Key_rings_and_introspection_of_other_servers_are_the_same_objects_and_those_of_the_changed_one_are_not()
    {
        await Task.WhenAll(_api.Api.Services.GetRequiredService<KeyRings>().All.Where(ring => ring.ServerName == "other").Select(ring => ring.RefreshAsync()));
        var before = Settings;
        var fetches = _other.Requests.Keys;

        var changed = await _api.Servers.ChangeAsync("acme", _acme.Version, Changed(_acme.Options), RegisteredApi.Alice, Cancellation);

        Assert.True(changed.IsApplied);
        Assert.NotSame(before, Settings);
        Assert.Same(before.Servers.FindByName("other"), Settings.Servers.FindByName("other"));
        Assert.Same(before.Servers.FindByName("answering")!.Introspection, Settings.Servers.FindByName("answering")!.Introspection);
        Assert.NotSame(before.Servers.FindByName("acme"), Settings.Servers.FindByName("acme"));
        Assert.Equal(200, (await _api.AskAsync(_other)).Status);
        Assert.Equal(fetches, _other.Requests.Keys);

        static AuthorizationServerOptions Changed(AuthorizationServerOptions options)
        {
            options.ClientIds = ["somebody"];
            return options;
        }
    }

    [Fact]
    public async Task A_changed_role_keeps_what_servers_said_and_judges_every_token_anew()
    {
        var token = _other.IssueToken($"{TestServers.Organization}::Auditor");
        var before = await _api.Api.Validator.ValidateAsync(token, Cancellation);
        var introspection = Settings.Servers.FindByName("answering")!.Introspection;

        var role = new ApiRoleOptions();
        role.Access["Firewall"] = ApiAccess.View;
        Assert.True((await _api.Roles.AddAsync("Guest", role, RegisteredApi.Alice, Cancellation)).IsApplied);

        Assert.Same(introspection, Settings.Servers.FindByName("answering")!.Introspection);
        Assert.NotSame(before.Token, (await _api.Api.Validator.ValidateAsync(token, Cancellation)).Token);
    }

    [Fact]
    public async Task A_server_that_is_disabled_and_enabled_again_begins_anew()
    {
        var before = Settings.Servers.FindByName("acme");

        var disabled = await DisableAcmeAsync();
        await _api.Servers.EnableAsync("acme", disabled.Entry!.Version, RegisteredApi.Alice, Cancellation);

        Assert.NotSame(before, Settings.Servers.FindByName("acme"));
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await _other.DisposeAsync();
        await _answering.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<RegistrationResult<AuthorizationServerEntry>> DisableAcmeAsync()
    {
        var result = await _api.Servers.DisableAsync("acme", _acme.Version, RegisteredApi.Alice, Cancellation);
        Assert.True(result.IsApplied);
        return result;
    }
}
