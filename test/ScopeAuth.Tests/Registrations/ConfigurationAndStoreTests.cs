using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Registrations;

/// <summary>Two sources, one set: the configuration wins, and what does not fit any more is left out by itself.</summary>
public sealed class ConfigurationAndStoreTests : IAsyncLifetime
{
    private readonly DataFolder _folder = new();
    private readonly ChangingSettings _settings = new();
    private TestAuthorizationServer _configured = null!;
    private TestAuthorizationServer _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _configured = await TestServers.StartAsync();
        _server = await TestServers.StartAsync(Vendor.Okta);
        _settings.Replace(_configured.ConfigurationFor("configured"));
    }

    [Fact]
    public async Task Without_a_store_everything_is_listed_and_nothing_can_be_changed()
    {
        await using var api = await RegisteredApi.StartAsync(_folder.Path, _configured.ConfigurationFor("configured"), (_, _) => { });

        Assert.Equal((false, true), (api.Servers.CanEdit, api.Servers.IsLoaded));
        Assert.True(Assert.Single(api.Servers.List()).IsReadOnly);
        Assert.Equal(RegistrationOutcome.ReadOnly, (await api.Servers.AddAsync("acme", TestServers.Registration(_server), RegisteredApi.Alice, Cancellation)).Outcome);
        Assert.Equal(RegistrationOutcome.ReadOnly, (await api.Roles.AddAsync("Guest", new(), RegisteredApi.Alice, Cancellation)).Outcome);
        Assert.Equal(2, api.Audit.Changes.Count);
        Assert.Empty(Directory.EnumerateDirectories(_folder.Path, "authorization-servers"));
    }

    [Fact]
    public async Task A_data_path_alone_makes_nothing_editable_and_files_without_it_stop_the_start()
    {
        var fault = await Assert.ThrowsAnyAsync<Exception>(() => RegisteredApi.StartAsync("", _configured.ConfigurationFor("configured")));

        Assert.Contains("ScopeAuth:DataPath: a folder is expected, because AddRegistrationFiles() keeps files", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_application_with_a_store_starts_empty_warns_of_what_endpoints_wait_for_and_grows()
    {
        await using var api = await StartAsync(withRoles: false);
        Assert.Contains(api.Api.Logs.Entries, entry => entry.Id.Id == 125 && entry.Text.Contains("category 'Firewall'", StringComparison.Ordinal));
        Assert.Equal(Rejection.NoUsableRole, (await api.AskAsync(_configured)).Rejection);

        var role = new ApiRoleOptions();
        role.Access["Firewall"] = ApiAccess.View;
        Assert.True((await api.Roles.AddAsync("Auditor", role, RegisteredApi.Alice, Cancellation)).IsApplied);

        Assert.Equal(200, (await api.AskAsync(_configured, path: "/firewall")).Status);
    }

    [Fact]
    public async Task What_was_registered_is_there_after_a_restart_before_the_first_request()
    {
        await using (var api = await StartAsync()) await api.Servers.AddAsync("acme", TestServers.Registration(_server), RegisteredApi.Alice, Cancellation);

        await using var again = await StartAsync();

        Assert.Equal(200, (await again.AskAsync(_server)).Status);
    }

    [Fact]
    public async Task A_damaged_file_stops_the_start()
    {
        await using (var api = await StartAsync()) await api.Servers.AddAsync("acme", TestServers.Registration(_server), RegisteredApi.Alice, Cancellation);
        var file = Path.Combine(_folder.Path, "authorization-servers", "current.json");
        await File.AppendAllTextAsync(file, " ", Cancellation);

        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => StartAsync());

        Assert.Contains($"The authorization servers in {file} are damaged", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stored_server_is_shadowed_while_the_configuration_has_its_name_and_can_only_be_deleted()
    {
        await using var api = await StartAsync();
        var added = await api.Servers.AddAsync("acme", TestServers.Registration(_server), RegisteredApi.Alice, Cancellation);
        var another = await TestServers.StartAsync();

        _settings.Replace(_configured.ConfigurationFor("configured"), another.ConfigurationFor("acme"));

        Assert.Equal(401, (await api.AskAsync(_server)).Status);
        Assert.Equal(200, (await api.AskAsync(another)).Status);
        var (configured, stored) = (api.Servers.List()[0], api.Servers.List()[1]);
        Assert.Equal(("acme", RegistrationOrigin.Configuration, false), (configured.Name, configured.Origin, configured.IsShadowed));
        Assert.Equal(("acme", RegistrationOrigin.Store, true, false), (stored.Name, stored.Origin, stored.IsShadowed, stored.IsInForce));
        Assert.Equal(RegistrationOutcome.ReadOnly, (await api.Servers.DisableAsync("acme", added.Entry!.Version, RegisteredApi.Alice, Cancellation)).Outcome);
        Assert.True((await api.Servers.DeleteAsync("acme", added.Entry.Version, RegisteredApi.Alice, Cancellation)).IsApplied);
        Assert.Equal(2, api.Servers.List().Count);
        await another.DisposeAsync();
    }

    [Fact]
    public async Task A_stored_server_whose_issuer_the_configuration_took_is_left_out_and_said_and_holds_again_later()
    {
        await using var api = await StartAsync();
        await api.Servers.AddAsync("acme", TestServers.Registration(_server), RegisteredApi.Alice, Cancellation);
        var other = await api.Servers.AddAsync("beta", new() { Issuer = "https://beta.example", Audiences = ["*"], ClientIds = ["*"], Organizations = [TestServers.Organization] }, RegisteredApi.Alice, Cancellation);

        _settings.Replace(_configured.ConfigurationFor("configured"), _server.ConfigurationFor("taken"));

        Assert.Equal("taken", (await api.AskAsync(_server)).Json.GetProperty("authorizationServer").GetString());
        var acme = api.Servers.Find("acme")!;
        Assert.False(acme.IsInForce);
        Assert.Contains("have the same issuer", Assert.Single(acme.Faults), StringComparison.Ordinal);
        Assert.True(api.Servers.Find("beta")!.IsInForce);
        Assert.Contains(api.Api.Logs.Entries, entry => entry.Id.Id == 123 && entry.Text.Contains("have the same issuer", StringComparison.Ordinal));
        var health = (await api.Api.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancellation)).Entries["scopeauth"];
        Assert.Contains("stored entry not in force", health.Description, StringComparison.Ordinal);
        // One that is broken keeps no other from being changed.
        Assert.True((await api.Servers.DisableAsync("beta", other.Entry!.Version, RegisteredApi.Alice, Cancellation)).IsApplied);

        _settings.Replace(_configured.ConfigurationFor("configured"));
        Assert.Equal("acme", (await api.AskAsync(_server)).Json.GetProperty("authorizationServer").GetString());
    }

    public async ValueTask DisposeAsync()
    {
        await _configured.DisposeAsync();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    private Task<RegisteredApi> StartAsync(bool withRoles = true) => RegisteredApi.StartAsync(_folder.Path, [], (builder, scopeAuth) =>
    {
        if (!withRoles) builder.Configuration.Sources.Clear();
        if (!withRoles) _settings.Replace(_configured.ConfigurationFor("configured"), [new("DataPath", _folder.Path)]);
        ((IConfigurationBuilder)builder.Configuration).Add(_settings);
        scopeAuth.AddRegistrationFiles();
    });
}
