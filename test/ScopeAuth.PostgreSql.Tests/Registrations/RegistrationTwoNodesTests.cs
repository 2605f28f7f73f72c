using ScopeAuth.PostgreSql.Tests.Support;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.PostgreSql.Tests.Registrations;

/// <summary>What is changed on one node holds on the other.</summary>
public sealed class RegistrationTwoNodesTests(PostgreSqlCluster cluster, ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly ChangeAuthor Alice = new() { AdminId = "alice" };

    private TestAuthorizationServer _configured = null!;
    private TestAuthorizationServer _server = null!;
    private TestApi _one = null!;
    private TestApi _two = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _configured = await TestServers.StartAsync();
        _server = await TestServers.StartAsync(Vendor.Okta);
        var database = await cluster.CreateDatabaseAsync();
        (_one, _two) = (await RegistrationNode.StartAsync(_configured, database), await RegistrationNode.StartAsync(_configured, database));
        await _one.UntilLoadedAsync();
        await _two.UntilLoadedAsync();
    }

    [Fact]
    public async Task A_server_that_is_added_changed_and_disabled_on_one_node_is_so_on_the_other()
    {
        var token = _server.Token();
        Assert.Equal(401, (await _two.AskAsync("/whoami", token)).Status);

        var added = await _one.Servers().AddAsync("acme", TestServers.Registration(_server), Alice, Cancelled);
        Assert.True(added.IsApplied);
        await _two.UntilAsync(token, 200);

        var start = TimeProvider.System.GetTimestamp();
        var disabled = await _one.Servers().DisableAsync("acme", added.Entry!.Version, Alice, Cancelled);
        Assert.Equal(Rejection.UnknownIssuer, (await _one.AskAsync("/whoami", token)).Rejection);
        await _two.UntilAsync(token, 401);
        output.WriteLine($"The other node refused {TimeProvider.System.GetElapsedTime(start).TotalMilliseconds:0} ms after the change was asked for.");

        var enabled = await _two.Servers().EnableAsync("acme", disabled.Entry!.Version, Alice, Cancelled);
        Assert.True(enabled.IsApplied);
        await _one.UntilAsync(token, 200);
        Assert.Equal(enabled.Entry!.Version, _one.Servers().Find("acme")!.Version);
    }

    [Fact]
    public async Task A_role_that_is_added_on_one_node_is_granted_on_the_other()
    {
        var token = _configured.IssueToken($"{TestServers.Organization}::Guest");
        Assert.Equal(Rejection.NoUsableRole, (await _two.AskAsync("/firewall", token)).Rejection);

        var role = new ApiRoleOptions();
        role.Access["Firewall"] = ApiAccess.View;
        Assert.True((await _one.Roles().AddAsync("Guest", role, Alice, Cancelled)).IsApplied);

        await _two.UntilAsync(token, 200);
    }

    [Fact]
    public async Task Of_two_administrators_on_two_nodes_who_saw_the_same_the_second_is_told()
    {
        var added = await _one.Servers().AddAsync("acme", TestServers.Registration(_server), Alice, Cancelled);
        await _two.UntilAsync(_server.Token(), 200);

        var results = await Task.WhenAll(
            _one.Servers().DisableAsync("acme", added.Entry!.Version, Alice, Cancelled).AsTask(),
            _two.Servers().DeleteAsync("acme", added.Entry.Version, new() { AdminId = "bob" }, Cancelled).AsTask());

        Assert.Single(results, result => result.IsApplied);
        Assert.Contains(results, result => result.Outcome is RegistrationOutcome.Conflict or RegistrationOutcome.NotFound);
    }

    [Fact]
    public async Task Of_two_servers_with_one_issuer_that_are_added_on_two_nodes_at_once_one_is_refused()
    {
        for (var round = 0; round < 5; round++)
        {
            var options = TestServers.Registration(_server);
            options.Issuer = $"https://round-{round}.example/oauth2/default";
            var results = await Task.WhenAll(
                _one.Servers().AddAsync($"a{round}", options, Alice, Cancelled).AsTask(), _two.Servers().AddAsync($"b{round}", options, Alice, Cancelled).AsTask());

            Assert.Single(results, result => result.IsApplied);
            Assert.Contains("have the same issuer", Assert.Single(Assert.Single(results, result => result.Outcome == RegistrationOutcome.Faulty).Faults), StringComparison.Ordinal);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
        await _configured.DisposeAsync();
        await _server.DisposeAsync();
    }
}
