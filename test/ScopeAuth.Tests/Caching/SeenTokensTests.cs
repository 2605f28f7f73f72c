using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Caching;

/// <summary>What an API remembers of the tokens it accepted, for those who administer it.</summary>
public sealed class SeenTokensTests : IAsyncLifetime
{
    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private TestAuthorizationServer _okta = null!;
    private TestAuthorizationServer _zitadel = null!;

    public async ValueTask InitializeAsync()
    {
        _okta = await TestServers.StartAsync(Vendor.Okta, _clock);
        _zitadel = await TestServers.StartAsync(Vendor.Zitadel, _clock, options => options.OpaqueTokens = true);
    }

    public async ValueTask DisposeAsync()
    {
        await _okta.DisposeAsync();
        await _zitadel.DisposeAsync();
    }

    [Theory]
    [InlineData("16384")]
    [InlineData("0")]       // nothing is remembered for speed
    public async Task An_accepted_token_is_seen_with_what_it_says_and_how_it_is_used(string remembered)
    {
        await using var api = await StartAsync(settings: ("MaxCachedTokens", remembered));
        var token = _okta.IssueToken($"{TestServers.Organization}::Auditor");
        for (var second = 0; second < 3; second++)
        {
            Assert.Equal(200, (await api.AskAsync("/whoami", token)).Status);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        var seen = Assert.Single((await QueryAsync(api)).Tokens);

        Assert.Equal(("okta", "demo", TokenState.Active, 3L), (seen.AuthorizationServer, seen.ClientId, seen.State, seen.Uses));
        Assert.Equal(2, (seen.LastUsed - seen.FirstUsed).TotalSeconds);
        Assert.Equal([$"{TestServers.Organization}::Auditor"], seen.Roles.Select(role => role.ToString()));
        using var header = JsonDocument.Parse(seen.Header!);
        using var claims = JsonDocument.Parse(seen.Claims!);
        Assert.Equal("ES256", header.RootElement.GetProperty("alg").GetString());
        Assert.Equal(seen.TokenId, claims.RootElement.GetProperty("jti").GetString());
        Assert.Equal(seen, (await FindAsync(api, seen.Id))! with { Roles = seen.Roles });
    }

    [Fact]
    public async Task Nothing_of_a_signature_and_nothing_of_an_opaque_token_is_kept()
    {
        await using var api = await StartAsync();
        var (signed, opaque) = (_okta.IssueToken($"{TestServers.Organization}::Auditor"), _zitadel.IssueToken($"{TestServers.Organization}::Auditor"));
        Assert.Equal(200, (await api.AskAsync("/whoami", signed)).Status);
        Assert.Equal(200, (await api.AskAsync("/whoami", opaque)).Status);

        var tokens = (await QueryAsync(api)).Tokens;

        Assert.Equal(2, tokens.Count);
        Assert.Null(tokens.Single(token => token.AuthorizationServer == "zitadel").Header);
        Assert.Contains("\"active\":true", tokens.Single(token => token.AuthorizationServer == "zitadel").Claims, StringComparison.Ordinal);
        var everything = string.Join('\n', tokens.Select(token => JsonSerializer.Serialize(token)));
        Assert.DoesNotContain(opaque, everything, StringComparison.Ordinal);
        foreach (var part in signed.Split('.')) Assert.DoesNotContain(part, everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_token_is_not_seen()
    {
        await using var api = await StartAsync();
        var good = _okta.IssueToken($"{TestServers.Organization}::Auditor");

        Assert.Equal(401, (await api.AskAsync("/whoami", good[..^4] + "AAAA")).Status);
        Assert.Equal(403, (await api.AskAsync("/whoami", _okta.IssueToken("zscaler.net::999::Auditor"))).Status);

        Assert.Equal(0, Seen(api).Count);
    }

    [Fact]
    public async Task The_state_follows_the_clock_and_the_revocations_and_details_are_those_of_active_tokens()
    {
        await using var api = await StartAsync();
        var revocations = api.Services.GetRequiredService<IRevocationList>();
        string[] tokens = [.. Enumerable.Range(0, 3).Select(_ => _okta.IssueToken($"{TestServers.Organization}::Auditor"))];
        foreach (var token in tokens) Assert.Equal(200, (await api.AskAsync("/whoami", token)).Status);
        var seen = (await QueryAsync(api)).Tokens;

        foreach (var target in new[] { RevocationTarget.Token("okta", seen[0].TokenId!), RevocationTarget.TokenHash("okta", seen[1].Id) })
            await revocations.RevokeAsync(
                new NewRevocation { Target = target, Reason = RevocationReason.RevokedByAdministrator, RevokedBy = "test" }, TestContext.Current.CancellationToken);

        Assert.Equal([TokenState.Revoked, TokenState.Revoked, TokenState.Active], (await QueryAsync(api)).Tokens.Select(token => token.State));
        Assert.Null((await FindAsync(api, seen[0].Id))!.Claims);
        Assert.Equal(seen[2].Id, Assert.Single((await QueryAsync(api, new() { State = TokenState.Active })).Tokens).Id);
        var refused = 0;
        foreach (var token in tokens) refused += (await api.AskAsync("/whoami", token)).Rejection == Rejection.Revoked ? 1 : 0;
        Assert.Equal(2, refused);

        _clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(3, (await QueryAsync(api, new() { State = TokenState.Expired })).Total);
    }

    [Fact]
    public async Task Tokens_are_found_by_server_client_id_and_times_and_come_in_pages()
    {
        await using var api = await StartAsync();
        for (var number = 0; number < 5; number++)
        {
            var client = string.Create(CultureInfo.InvariantCulture, $"client-{number}");
            var token = _okta.IssueToken(new TestToken { Scopes = [$"{TestServers.Organization}::Auditor"], ClientId = client });
            Assert.Equal(200, (await api.AskAsync("/whoami", token)).Status);
            _clock.Advance(TimeSpan.FromMinutes(1));
        }
        Assert.Equal(200, (await api.AskAsync("/whoami", _zitadel.IssueToken($"{TestServers.Organization}::Auditor"))).Status);
        var all = (await QueryAsync(api)).Tokens;
        var start = all[^1].IssuedAt!.Value;

        Assert.Equal(["client-4", "client-3", "client-2", "client-1", "client-0"], await ClientsAsync(new() { AuthorizationServer = "okta" }));
        Assert.Equal(["client-3"], await ClientsAsync(new() { ClientId = "client-3" }));
        Assert.Equal(5, (await QueryAsync(api, new() { ClientId = "client-*" })).Total);
        Assert.Equal(["client-2"], await ClientsAsync(new() { TokenId = all.Single(token => token.ClientId == "client-2").TokenId }));
        Assert.Equal(["client-2", "client-1"], await ClientsAsync(new() { IssuedFrom = start.AddMinutes(1), IssuedTo = start.AddMinutes(3) }));
        Assert.Equal(["client-1", "client-0"], await ClientsAsync(new() { ExpiresFrom = start, ExpiresTo = all.Single(token => token.ClientId == "client-2").ExpiresAt }));
        Assert.Null(await FindAsync(api, "00"));
        await Assert.ThrowsAsync<ArgumentException>(() => QueryAsync(api, new() { Limit = 0 }));
        foreach (var never in new[] { "", "5", "-1-" + all[0].Id, "1-" + all[0].Id[1..], "1-" + all[0].Id[1..] + "G", "9223372036854775807-" + all[0].Id })
            await Assert.ThrowsAsync<ArgumentException>(() => QueryAsync(api, new() { After = never }));

        var pages = new List<string?>();
        for (var query = new SeenTokenQuery { ClientId = "client-*", Limit = 2 }; ;)
        {
            var page = await QueryAsync(api, query);
            pages.AddRange(page.Tokens.Select(token => token.ClientId));
            Assert.Equal(5, page.Total);
            if (page.Next is null) break;
            // What comes meanwhile is in front, and moves nothing.
            Assert.Equal(200, (await api.AskAsync("/whoami", _okta.IssueToken(new TestToken { Scopes = [$"{TestServers.Organization}::Auditor"], ClientId = "other" }))).Status);
            query = query with { After = page.Next };
        }
        Assert.Equal(["client-4", "client-3", "client-2", "client-1", "client-0"], pages);

        async Task<IEnumerable<string?>> ClientsAsync(SeenTokenQuery query) => (await QueryAsync(api, query)).Tokens.Select(token => token.ClientId);
    }

    [Fact]
    public async Task Where_the_bound_is_reached_expired_tokens_go_first_and_then_those_unused_for_longest()
    {
        await using var api = await StartAsync(capacity: 10);
        var expired = await UseAsync(api, TimeSpan.FromMinutes(5));
        var kept = await UseAsync(api);
        var idle = await UseAsync(api);
        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(200, (await api.AskAsync("/whoami", kept)).Status);

        for (var number = 0; number < 8; number++) await UseAsync(api);
        Assert.Equal(10, Seen(api).Count);
        Assert.False(await IsSeenAsync(api, expired));
        Assert.True(await IsSeenAsync(api, idle));

        await UseAsync(api);
        Assert.Equal(10, Seen(api).Count);
        Assert.False(await IsSeenAsync(api, idle));
        Assert.True(await IsSeenAsync(api, kept));
    }

    private static SeenTokens Seen(TestApi api) => api.Services.GetRequiredService<SeenTokens>();

    private static Task<SeenTokenPage> QueryAsync(TestApi api, SeenTokenQuery? query = null) => Seen(api).QueryAsync(query ?? new(), TestContext.Current.CancellationToken).AsTask();

    private static Task<SeenToken?> FindAsync(TestApi api, string id) => Seen(api).FindAsync(id, TestContext.Current.CancellationToken).AsTask();

    private static async Task<bool> IsSeenAsync(TestApi api, string token) => await FindAsync(api, RevocationTarget.TokenText("okta", token).Value!) is not null;

    private async Task<string> UseAsync(TestApi api, TimeSpan? lifetime = null)
    {
        var token = _okta.IssueToken(new TestToken { Scopes = [$"{TestServers.Organization}::Auditor"], Lifetime = lifetime ?? TimeSpan.FromHours(1) });
        Assert.Equal(200, (await api.AskAsync("/whoami", token)).Status);
        return token;
    }

    private Task<TestApi> StartAsync(int capacity = 100, (string Key, string Value)? settings = null)
    {
        Dictionary<string, string?> configuration = new([.. _okta.ConfigurationFor("okta"), .. _zitadel.ConfigurationFor("zitadel")])
        {
            ["AuthorizationServers:okta:ClientIds"] = "*",
        };
        foreach (var key in configuration.Keys.Where(key => key.StartsWith("AuthorizationServers:okta:ClientIds:", StringComparison.Ordinal)).ToList()) configuration.Remove(key);
        if (settings is { } changed) configuration[changed.Key] = changed.Value;
        return TestApi.StartAsync(configuration, configure: builder => new ScopeAuthBuilder(builder.Services).AddSeenTokens(capacity), clock: _clock);
    }
}
