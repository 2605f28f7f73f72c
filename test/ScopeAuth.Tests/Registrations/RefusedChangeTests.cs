using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Registrations;

/// <summary>What is not applied, and why; and what the audit trail keeps of it.</summary>
public sealed class RefusedChangeTests : IAsyncLifetime
{
    private const string Secret = "hunter2-of-acme";
    private readonly DataFolder _folder = new();
    private TestAuthorizationServer _configured = null!;
    private RegisteredApi _api = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _configured = await TestServers.StartAsync();
        _api = await RegisteredApi.StartAsync(_folder.Path, [.. _configured.ConfigurationFor("configured"), TestServers.Setting("configured", "IntrospectionClient:Secret", Secret)]);
    }

    [Fact]
    public async Task A_faulty_change_is_refused_with_all_faults_each_with_its_path()
    {
        var result = await _api.Servers.AddAsync(
            "acme", new() { Issuer = "http://acme.example", Audiences = [], ClientIds = [], Organizations = ["acme"], ClockSkew = TimeSpan.FromHours(1) }, RegisteredApi.Alice, Cancellation);

        Assert.Equal((RegistrationOutcome.Faulty, null), (result.Outcome, result.Entry));
        foreach (var setting in (string[])["Issuer", "Audiences", "ClientIds", "Organizations", "ClockSkew"])
            Assert.Contains(result.Faults, fault => fault.StartsWith($"ScopeAuth:AuthorizationServers:acme:{setting}:", StringComparison.Ordinal));
        Assert.Null(_api.Servers.Find("acme"));
    }

    [Fact]
    public async Task An_issuer_that_another_server_has_is_a_fault()
    {
        var result = await _api.Servers.AddAsync("acme", TestServers.Registration(_configured), RegisteredApi.Alice, Cancellation);

        Assert.Contains("configured and acme have the same issuer", Assert.Single(result.Faults), StringComparison.Ordinal);
        Assert.Equal(200, (await _api.AskAsync(_configured)).Status);
    }

    [Fact]
    public async Task A_server_of_the_configuration_cannot_be_changed_and_its_secret_cannot_be_read()
    {
        var entry = _api.Servers.Find("configured")!;
        Assert.Equal((true, true, null), (entry.IsReadOnly, entry.HasSecret, entry.Options.IntrospectionClient.Secret));

        Assert.Equal(RegistrationOutcome.ReadOnly, (await _api.Servers.AddAsync("configured", Good(), RegisteredApi.Alice, Cancellation)).Outcome);
        Assert.Equal(RegistrationOutcome.ReadOnly, (await _api.Servers.DisableAsync("configured", 0, RegisteredApi.Alice, Cancellation)).Outcome);
        Assert.Equal(RegistrationOutcome.ReadOnly, (await _api.Servers.DeleteAsync("configured", 0, RegisteredApi.Alice, Cancellation)).Outcome);
        Assert.Equal(200, (await _api.AskAsync(_configured)).Status);
    }

    [Fact]
    public async Task Of_two_administrators_who_saw_the_same_the_second_is_told_what_the_first_did()
    {
        var seen = (await _api.Servers.AddAsync("acme", Good(), RegisteredApi.Alice, Cancellation)).Entry!;
        var first = Good();
        first.Description = "first";
        var won = await _api.Servers.ChangeAsync("acme", seen.Version, first, RegisteredApi.Alice, Cancellation);

        var second = await _api.Servers.ChangeAsync("acme", seen.Version, Good(), new() { AdminId = "bob" }, Cancellation);

        Assert.Equal(RegistrationOutcome.Conflict, second.Outcome);
        Assert.Equal(("first", "alice", won.Entry!.Version), (second.Entry!.Options.Description, second.Entry.ChangedBy, second.Entry.Version));
        Assert.Equal("first", _api.Servers.Find("acme")!.Options.Description);
        Assert.Equal(RegistrationOutcome.Conflict, (await _api.Servers.DeleteAsync("acme", seen.Version, RegisteredApi.Alice, Cancellation)).Outcome);
        Assert.Equal(RegistrationOutcome.Conflict, (await _api.Servers.AddAsync("acme", Good(), RegisteredApi.Alice, Cancellation)).Outcome);
    }

    [Fact]
    public async Task Of_many_who_change_one_version_at_once_one_wins_and_nobody_else_changed_anything()
    {
        var seen = (await _api.Servers.AddAsync("acme", Good(), RegisteredApi.Alice, Cancellation)).Entry!;

        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(number => Task.Run(async () =>
        {
            var options = Good();
            options.Description = $"by {number}";
            return await _api.Servers.ChangeAsync("acme", seen.Version, options, new() { AdminId = $"admin-{number}" }, Cancellation);
        })));

        var winner = Assert.Single(results, result => result.IsApplied).Entry!;
        Assert.All(results.Where(result => !result.IsApplied), result => Assert.Equal(RegistrationOutcome.Conflict, result.Outcome));
        Assert.Equal(winner.Options.Description, _api.Servers.Find("acme")!.Options.Description);
    }

    [Fact]
    public async Task Changes_of_different_servers_at_once_are_all_kept()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(number => Task.Run(async () =>
        {
            var options = Good();
            options.Issuer = $"https://acme-{number}.example";
            return await _api.Servers.AddAsync($"acme-{number}", options, RegisteredApi.Alice, Cancellation);
        })));

        Assert.All(results, result => Assert.True(result.IsApplied));
        Assert.Equal(17, _api.Servers.List().Count);
    }

    [Fact]
    public async Task What_is_not_there_cannot_be_changed() =>
        Assert.Equal(RegistrationOutcome.NotFound, (await _api.Servers.EnableAsync("nobody", 1, RegisteredApi.Alice, Cancellation)).Outcome);

    [Fact]
    public async Task Every_change_and_every_refused_one_is_recorded_with_before_and_after_and_no_secret()
    {
        var author = new ChangeAuthor { AdminId = "alice", Interface = "Admin UI", ClientIp = System.Net.IPAddress.Parse("192.0.2.7"), TraceId = "trace-1" };
        var added = await _api.Servers.AddAsync("acme", Good(), author, Cancellation);
        await _api.Servers.DisableAsync("acme", added.Entry!.Version, author, Cancellation);
        var secret = Good();
        (secret.Validation, secret.IntrospectionClient.Id, secret.IntrospectionClient.Secret) = (TokenValidation.Introspection, "api", Secret);
        var refused = await _api.Servers.AddAsync("by-value", secret, author, Cancellation);

        Assert.Contains("ScopeAuth:AuthorizationServers:by-value:IntrospectionClient:Secret: a store keeps no secret by value", Assert.Single(refused.Faults), StringComparison.Ordinal);
        var (create, disable, faulty) = (_api.Audit.Changes[0], _api.Audit.Changes[1], _api.Audit.Changes[2]);
        Assert.Equal(("Create", AuditResult.Success, "acme", "alice", "Admin UI", "192.0.2.7", "trace-1", 200), Facts(create));
        Assert.Null(create.Before);
        Assert.Contains("\"Issuer\":\"https://acme.example\"", create.After, StringComparison.Ordinal);
        Assert.Equal(("Disable", AuditResult.Success, "acme", "alice", "Admin UI", "192.0.2.7", "trace-1", 200), Facts(disable));
        Assert.Equal(create.After, disable.Before);
        Assert.Contains("\"Enabled\":false", disable.After, StringComparison.Ordinal);
        Assert.Equal(("Create", AuditResult.Failure, "by-value", "alice", "Admin UI", "192.0.2.7", "trace-1", 400), Facts(faulty));
        Assert.Contains("\"Secret\":\"set\"", faulty.After, StringComparison.Ordinal);
        Assert.All(_api.Audit.Changes, record => Assert.DoesNotContain(Secret, $"{record.Before}{record.After}", StringComparison.Ordinal));
        Assert.DoesNotContain(_api.Api.Logs.Entries, entry => entry.Text.Contains(Secret, StringComparison.Ordinal));

        static (string, AuditResult, string, string?, string, string?, string, int) Facts(AuditRecord record) => (
            record.Action, record.Result, record.Resource, record.AdminId, record.Interface, record.ClientIp?.ToString(), record.TraceId, record.StatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await _configured.DisposeAsync();
        _folder.Dispose();
    }

    private static AuthorizationServerOptions Good() => new() { Issuer = "https://acme.example", Audiences = ["*"], ClientIds = ["*"], Organizations = [TestServers.Organization] };
}
