using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.PostgreSql.Tests.Support;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.PostgreSql.Tests.Revocation;

/// <summary>What one node revokes, the other refuses; no node forgets it.</summary>
public sealed class TwoNodesTests(PostgreSqlCluster cluster) : IAsyncLifetime
{
    private TestAuthorizationServer _server = null!;
    private TestApi _one = null!;
    private TestApi _two = null!;
    private string _database = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServers.StartAsync();
        _database = await cluster.CreateDatabaseAsync();
        var nodes = await Task.WhenAll(ApiNode.StartAsync(_server, _database), ApiNode.StartAsync(_server, _database));
        (_one, _two) = (nodes[0], nodes[1]);
        var token = _server.Token();
        await _one.UntilReadyAsync(token);
        await _two.UntilReadyAsync(token);
    }

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task What_one_node_revokes_the_other_refuses_also_where_it_had_accepted_it_before()
    {
        var (token, other) = (_server.Token(), _server.Token());
        Assert.Equal(200, (await _two.AskAsync("/whoami", token)).Status);
        Assert.Equal(200, (await _two.AskAsync("/whoami", token)).Status);      // from memory

        var record = await _one.RevokeAsync(token);

        Assert.Equal(Rejection.Revoked, (await _one.AskAsync("/whoami", token)).Rejection);
        await _two.UntilAsync(token, 401);
        Assert.Equal(Rejection.Revoked, (await _two.AskAsync("/whoami", token)).Rejection);
        Assert.Equal(200, (await _two.AskAsync("/whoami", other)).Status);

        await _two.Services.GetRequiredService<IRevocationList>().LiftAsync(record.Id, "test", Cancelled);
        Assert.Equal(200, (await _two.AskAsync("/whoami", token)).Status);
        await _one.UntilAsync(token, 200);
    }

    [Fact]
    public async Task A_client_that_is_disabled_on_one_node_and_enabled_on_the_other()
    {
        var token = _server.Token();
        var client = (await _one.FactsAsync(token)).ClientId!;

        await _one.Services.GetRequiredService<IRevocationList>().DisableClientAsync("server", client, "test", Cancelled);
        await _two.UntilAsync(token, 401);
        Assert.True(await _two.Services.GetRequiredService<IRevocationList>().EnableClientAsync("server", client, "test", Cancelled));

        // The old token stays refused; one of a later second is good on both. Two seconds ahead is within the clock skew, and needs no waiting.
        Assert.Equal(Rejection.Revoked, (await _one.AskAsync("/whoami", token)).Rejection);
        Assert.Equal(Rejection.Revoked, (await _two.AskAsync("/whoami", token)).Rejection);
        var late = _server.IssueToken(new TestToken { Scopes = [$"{TestServers.Organization}::Auditor"], IssuedAt = TimeProvider.System.GetUtcNow().AddSeconds(2) });
        Assert.Equal(200, (await _two.AskAsync("/whoami", late)).Status);
        await _one.UntilAsync(late, 200);
    }

    [Fact]
    public async Task Both_write_at_once_and_nothing_is_lost()
    {
        var tokens = await Task.WhenAll(Enumerable.Range(0, 40).Select(async number =>
        {
            var (token, node) = (_server.Token(), number % 2 == 0 ? _one : _two);
            await node.RevokeAsync(token);
            return token;
        }));

        foreach (var token in tokens)
        {
            await _one.UntilAsync(token, 401);
            await _two.UntilAsync(token, 401);
        }
        Assert.Equal(40, await _one.Services.GetRequiredService<IRevocationList>().CountAsync(new(), Cancelled));
    }

    [Fact]
    public async Task The_same_revoked_on_both_at_once_is_revoked_once()
    {
        var token = _server.Token();

        var records = await Task.WhenAll(_one.RevokeAsync(token), _two.RevokeAsync(token), _one.RevokeAsync(token));

        // The first stands, with the latest of the ends: each counts from its own moment.
        Assert.Single(records.Select(record => record with { EndsAt = null }).Distinct());
        var kept = Assert.Single((await _two.Services.GetRequiredService<IRevocationList>().ListAsync(new(), Cancelled)).Items);
        Assert.Equal(records.Max(record => record.EndsAt), kept.EndsAt);
    }

    [Fact]
    public async Task A_node_that_starts_later_refuses_what_was_revoked_before()
    {
        var (token, other) = (_server.Token(), _server.Token());
        await _one.RevokeAsync(token);

        await using var late = await ApiNode.StartAsync(_server, _database);
        await late.UntilReadyAsync(other);

        Assert.Equal(Rejection.Revoked, (await late.AskAsync("/whoami", token)).Rejection);
    }
}
