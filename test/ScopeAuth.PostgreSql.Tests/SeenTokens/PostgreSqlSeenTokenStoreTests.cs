using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ScopeAuth.PostgreSql.Tests.Support;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Audit;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.PostgreSql.Tests.SeenTokens;

/// <summary>The tokens that many nodes accepted, in one table.</summary>
public sealed class PostgreSqlSeenTokenStoreTests(PostgreSqlCluster cluster)
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_is_kept_as_it_was_seen_and_lists_leave_out_its_details()
    {
        await using var node = new SeenTokensOf(await cluster.CreateDatabaseAsync());
        var whole = Some(1) with { Header = "{\"alg\":\"ES256\"}", Claims = "{\"sub\":\"é\"}" };
        var bare = Some(2) with { ClientId = null, TokenId = null, Subject = null, IssuedAt = null, Roles = [] };

        await node.Store.AddAsync([whole, bare], Cancelled);

        AssertSame(whole, await node.Store.FindAsync(whole.Id, Cancelled));
        AssertSame(bare, await node.Store.FindAsync(bare.Id, Cancelled));
        AssertSame(whole with { Header = null, Claims = null }, (await node.Store.QueryAsync(new(), Now, Cancelled)).Tokens[1]);
        Assert.Null(await node.Store.FindAsync(Some(3).Id, Cancelled));
    }

    [Fact]
    public async Task Uses_of_all_nodes_are_added_up_from_the_first_to_the_last()
    {
        var database = await cluster.CreateDatabaseAsync();
        await using var one = new SeenTokensOf(database);
        await using var two = new SeenTokensOf(database);
        var token = Some(1) with { Header = "{}", Claims = "{\"a\":1}" };
        await one.Store.AddAsync([token with { Uses = 3 }], Cancelled);

        await two.Store.AddAsync([token with { Uses = 5, FirstUsed = Now.AddHours(-1), LastUsed = Now.AddHours(-1) }], Cancelled);
        await one.Store.AddAsync([token with { Uses = 2, FirstUsed = Now.AddHours(2), LastUsed = Now.AddHours(2), Header = null, Claims = null }], Cancelled);

        AssertSame(token with { Uses = 10, FirstUsed = Now.AddHours(-1), LastUsed = Now.AddHours(2) }, await two.Store.FindAsync(token.Id, Cancelled));
    }

    [Fact]
    public async Task Nodes_that_add_the_same_tokens_at_once_do_not_stand_in_each_others_way()
    {
        var database = await cluster.CreateDatabaseAsync();
        await using var one = new SeenTokensOf(database);
        await using var two = new SeenTokensOf(database);
        SeenToken[] tokens = [.. Enumerable.Range(0, 300).Select(Some)];

        await Task.WhenAll(Enumerable.Range(0, 20).Select(round => Task.Run(
            () => (round % 2 == 0 ? one : two).Store.AddAsync(round % 2 == 0 ? tokens : [.. tokens.Reverse()], Cancelled).AsTask(), Cancelled)));

        Assert.Equal(20, (await one.Store.FindAsync(tokens[7].Id, Cancelled))!.Uses);
    }

    [Fact]
    public async Task Tokens_are_found_by_every_filter_and_come_in_pages()
    {
        await using var node = new SeenTokensOf(await cluster.CreateDatabaseAsync());
        await node.Store.AddAsync([.. Enumerable.Range(0, 6).Select(Some), Some(6) with { AuthorizationServer = "other", AcceptedUntil = Now }], Cancelled);

        await AssertFoundAsync(node, new(), 6, 5, 4, 3, 2, 1, 0);
        await AssertFoundAsync(node, new() { AuthorizationServer = "other" }, 6);
        await AssertFoundAsync(node, new() { ClientId = "client-3" }, 3);
        await AssertFoundAsync(node, new() { ClientId = "client-*", AuthorizationServer = "okta" }, 5, 4, 3, 2, 1, 0);
        await AssertFoundAsync(node, new() { TokenId = "token-4" }, 4);
        await AssertFoundAsync(node, new() { IssuedFrom = Now.AddMinutes(1), IssuedTo = Now.AddMinutes(3) }, 2, 1);
        await AssertFoundAsync(node, new() { ExpiresFrom = Now.AddHours(1).AddMinutes(4), ExpiresTo = Now.AddHours(1).AddMinutes(6) }, 5, 4);
        await AssertFoundAsync(node, new() { State = TokenState.Expired }, 6);
        await AssertFoundAsync(node, new() { State = TokenState.Active, ClientId = "client-5" }, 5);
        foreach (var text in new[] { "' OR '1'='1", "client%", "client_3", "%*", "client_*", "\\*", "\0" })
            await AssertFoundAsync(node, new() { ClientId = text });

        var read = new List<string?>();
        for (var query = new SeenTokenQuery { Limit = 2 }; ;)
        {
            var page = await node.Store.QueryAsync(query, Now, Cancelled);
            read.AddRange(page.Tokens.Select(token => token.TokenId));
            if (page.Next is null) break;
            query = query with { After = page.Next };
        }
        Assert.Equal(["token-6", "token-5", "token-4", "token-3", "token-2", "token-1", "token-0"], read);
        await Assert.ThrowsAsync<ArgumentException>(() => node.Store.QueryAsync(new() { After = "1-' OR 1=1" }, Now, Cancelled).AsTask());
    }

    [Fact]
    public async Task Text_of_any_length_and_any_character_is_kept()
    {
        await using var node = new SeenTokensOf(await cluster.CreateDatabaseAsync());
        var longest = new string('é', 20_000);

        await node.Store.AddAsync([Some(1) with { ClientId = longest, TokenId = longest, Subject = longest, Claims = "\0\ud800" }], Cancelled);

        await AssertFoundAsync(node, new() { ClientId = longest, TokenId = longest }, longest);
        await AssertFoundAsync(node, new() { ClientId = longest[..^1] });
        Assert.Equal("\ufffd\ufffd", (await node.Store.FindAsync(Some(1).Id, Cancelled))!.Claims);
    }

    [Fact]
    public async Task Expired_tokens_are_dropped_when_they_are_older_than_they_are_kept()
    {
        var clock = new ManualClock();
        await using var node = new SeenTokensOf(await cluster.CreateDatabaseAsync(), options => options.Retention = TimeSpan.FromDays(1), clock);
        await node.Store.AddAsync(
            [Some(1) with { AcceptedUntil = clock.GetUtcNow().AddDays(-1).AddSeconds(-1) }, Some(2) with { AcceptedUntil = clock.GetUtcNow().AddDays(-1).AddSeconds(1) }, Some(3)], Cancelled);

        await node.Purge.StartAsync(Cancelled);

        await Eventually.IsAsync(async () => (await node.Store.QueryAsync(new(), Now, Cancelled)).Tokens.Count, kept => kept <= 2);
        await AssertFoundAsync(node, new(), 3, 2);
        await node.Purge.StopAsync(Cancelled);
    }

    [Fact]
    public async Task What_one_node_accepts_the_others_show_and_what_one_revokes_too()
    {
        var database = await cluster.CreateDatabaseAsync();
        await using var server = await TestServers.StartAsync();
        await using var one = await StartAsync(server, database);
        await using var two = await StartAsync(server, database);
        var token = server.Token();
        await one.UntilReadyAsync(token);
        await two.UntilReadyAsync(token);
        var facts = await one.FactsAsync(token);

        var seen = await UntilAsync(two, TokenState.Active);

        Assert.Equal((facts.TokenId, facts.ClientId, "server"), (seen.TokenId, seen.ClientId, seen.AuthorizationServer));
        Assert.Contains(facts.TokenId!, (await Seen(two).FindAsync(seen.Id, Cancelled))!.Claims, StringComparison.Ordinal);
        await one.RevokeAsync(token);
        await UntilAsync(two, TokenState.Revoked);
        Assert.Null((await Seen(two).FindAsync(seen.Id, Cancelled))!.Claims);
        await using var source = Npgsql.NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand("SELECT string_agg(t::text, '') FROM scopeauth.seen_tokens AS t");
        foreach (var part in token.Split('.')) Assert.DoesNotContain(part, (string)(await command.ExecuteScalarAsync(Cancelled))!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_database_is_out_of_reach_requests_go_on_and_pages_say_so()
    {
        await using var network = new CuttableProxy(cluster.Port);
        network.Cut();
        await using var server = await TestServers.StartAsync();
        await using var node = await TestApi.StartPlainAsync(
            server.ConfigurationFor("server"),
            builder => builder.Services.AddScopeRoleAuth(builder.Configuration.GetSection("ScopeAuth")).AddPostgreSqlSeenTokens(network.Through("Host=127.0.0.1;Username=postgres;Database=none")));

        Assert.Equal(200, (await node.AskAsync("/whoami", server.Token())).Status);
        await Assert.ThrowsAsync<IOException>(() => Seen(node).QueryAsync(new(), Cancelled).AsTask());
        await node.Logs.FirstAsync(entry => entry.Id.Id == 126);
    }

    [Fact]
    public void All_faults_of_the_options_are_named_at_once()
    {
        var services = new ServiceCollection();
        services.AddScopeRoleAuth().AddPostgreSqlSeenTokens("Host=localhost", options => (options.Schema, options.Retention, options.Timeout) = ("A", TimeSpan.FromDays(-1), TimeSpan.Zero));
        using var provider = services.BuildServiceProvider();

        var fault = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<PostgreSqlSeenTokenOptions>>().Value);

        foreach (var setting in new[] { "Schema", "Retention", "Timeout" }) Assert.Contains(fault.Failures, failure => failure.Contains($": {setting}:", StringComparison.Ordinal));
    }

    private static SeenToken Some(int number) => new()
    {
        Id = (number + 0x7f).ToString("x64", CultureInfo.InvariantCulture),
        AuthorizationServer = "okta",
        ClientId = $"client-{number}",
        TokenId = $"token-{number}",
        Subject = $"subject-{number}",
        IssuedAt = Now.AddMinutes(number),
        ExpiresAt = Now.AddHours(1).AddMinutes(number),
        AcceptedUntil = Now.AddHours(1).AddMinutes(number + 1),
        State = TokenState.Active,
        FirstUsed = Now.AddSeconds(number),
        LastUsed = Now.AddSeconds(number),
        Uses = 1,
        Roles = [RoleScope.Parse("zscaler.net::1234567::Auditor"), RoleScope.Parse("zscaler.net::1234567::Operator")],
    };

    private static void AssertSame(SeenToken expected, SeenToken? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.Roles, actual.Roles);
        Assert.Equal(expected, actual with { Roles = expected.Roles });
    }

    private static async Task AssertFoundAsync(SeenTokensOf node, SeenTokenQuery query, params int[] numbers) =>
        Assert.Equal(numbers.Select(number => $"token-{number}"), (await node.Store.QueryAsync(query, Now, Cancelled)).Tokens.Select(token => token.TokenId));

    private static async Task AssertFoundAsync(SeenTokensOf node, SeenTokenQuery query, string tokenId) =>
        Assert.Equal([tokenId], (await node.Store.QueryAsync(query, Now, Cancelled)).Tokens.Select(token => token.TokenId));

    private static ScopeAuth.SeenTokens Seen(TestApi node) => node.Services.GetRequiredService<ScopeAuth.SeenTokens>();

    private static async Task<SeenToken> UntilAsync(TestApi node, TokenState state) => (await Eventually.IsAsync(
        async () => (await Seen(node).QueryAsync(new(), Cancelled)).Tokens.SingleOrDefault(), token => token?.State == state, $"a node shows the one token as {state}"))!;

    private static Task<TestApi> StartAsync(TestAuthorizationServer server, string database) => TestApi.StartPlainAsync(
        server.ConfigurationFor("server"),
        builder => builder.Services.AddScopeRoleAuth(builder.Configuration.GetSection("ScopeAuth")).AddPostgreSqlRevocations(database).AddPostgreSqlSeenTokens());
}
