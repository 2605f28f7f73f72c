using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ScopeAuth.PostgreSql.Tests.Support;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.PostgreSql.Tests.Registrations;

/// <summary>The database is out of reach: what is known stays in force, and what is not known is not called a bad token.</summary>
public sealed class RegistrationOutageTests(PostgreSqlCluster cluster) : IAsyncLifetime
{
    private static readonly ChangeAuthor Alice = new() { AdminId = "alice" };

    private TestAuthorizationServer _configured = null!;
    private TestAuthorizationServer _server = null!;
    private CuttableProxy _network = null!;
    private string _database = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _configured = await TestServers.StartAsync();
        _server = await TestServers.StartAsync(Vendor.Okta);
        _database = await cluster.CreateDatabaseAsync();
        _network = new(cluster.Port);
    }

    [Fact]
    public async Task A_node_that_starts_without_the_database_judges_tokens_of_configured_servers_and_says_503_to_those_of_others_until_it_is_there()
    {
        await using (var other = await RegistrationNode.StartAsync(_configured, _database))
        {
            await other.UntilLoadedAsync();
            Assert.True((await other.Servers().AddAsync("acme", TestServers.Registration(_server), Alice, Cancelled)).IsApplied);
            Assert.True((await other.Roles().AddAsync("Guest", new(), Alice, Cancelled)).IsApplied);
        }
        _network.Cut();
        await using var node = await RegistrationNode.StartAsync(_configured, _network.Through(_database));

        Assert.Equal(200, (await node.AskAsync("/whoami", _configured.Token())).Status);
        var stored = await node.AskAsync("/whoami", _server.Token());
        Assert.Equal((503, Rejection.RegistrationUnavailable, "5"), (stored.Status, stored.Rejection, stored.RetryAfter));
        Assert.Equal(503, (await node.AskAsync("/whoami", _configured.IssueToken($"{TestServers.Organization}::Guest"))).Status);
        Assert.Equal(401, (await node.AskAsync("/whoami", "a.b.c")).Status);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await node.Servers().AddAsync("beta", TestServers.Registration(_server), Alice, Cancelled));
        Assert.Contains("stored registrations were not read yet", (await HealthAsync(node)).Description, StringComparison.Ordinal);

        _network.Mend();
        await node.UntilAsync(_server.Token(), 200);
        await node.UntilAsync(_configured.IssueToken($"{TestServers.Organization}::Guest"), 200);
    }

    [Fact]
    public async Task After_an_outage_a_node_catches_up_with_what_was_changed_meanwhile()
    {
        await using var other = await RegistrationNode.StartAsync(_configured, _database);
        await using var node = await RegistrationNode.StartAsync(_configured, _network.Through(_database));
        await node.UntilLoadedAsync();
        await other.UntilLoadedAsync();
        var added = await other.Servers().AddAsync("acme", TestServers.Registration(_server), Alice, Cancelled);
        await node.UntilAsync(_server.Token(), 200);

        _network.Cut();
        await other.Servers().DisableAsync("acme", added.Entry!.Version, Alice, Cancelled);
        Assert.Equal(200, (await node.AskAsync("/whoami", _configured.Token())).Status);
        await Assert.ThrowsAnyAsync<Exception>(async () => await node.Servers().DeleteAsync("acme", added.Entry.Version, Alice, Cancelled));

        _network.Mend();
        await node.UntilAsync(_server.Token(), 401);
        Assert.False(node.Servers().Find("acme")!.Options.Enabled);
    }

    public async ValueTask DisposeAsync()
    {
        await _network.DisposeAsync();
        await _configured.DisposeAsync();
        await _server.DisposeAsync();
    }

    private static async Task<HealthReportEntry> HealthAsync(TestApi node) =>
        (await node.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancelled)).Entries["scopeauth"];
}
