using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ScopeAuth.Caching;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Caching;

/// <summary>What an API hands over of the tokens it accepted, and what it says of those that other nodes accepted.</summary>
public sealed class StoredSeenTokensTests : IAsyncLifetime
{
    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly KeptSeenTokens _store = new();
    private TestAuthorizationServer _server = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await TestServers.StartAsync(Vendor.Okta, _clock);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Uses_are_handed_over_once_and_details_with_the_first_of_them_alone()
    {
        await using var api = await StartAsync();
        var token = await UseAsync(api, times: 3);
        await DeliverAsync(() => _store.Batches.Count == 1);
        await UseAsync(api, token, times: 2);
        await DeliverAsync(() => _store.Batches.Count == 2);
        await UseAsync(api);
        await DeliverAsync(() => _store.Batches.Count == 3);

        Assert.Equal([3L, 2L, 1L], _store.Batches.Select(batch => Assert.Single(batch).Uses));
        var (first, second) = (_store.Batches.First()[0], _store.Batches.ElementAt(1)[0]);
        Assert.Equal(first.Id, second.Id);
        Assert.Contains("\"jti\"", first.Claims, StringComparison.Ordinal);
        Assert.NotNull(first.Header);
        Assert.Null(second.Claims);
        Assert.Null(second.Header);
        Assert.Equal(first.ExpiresAt + TimeSpan.FromSeconds(60), first.AcceptedUntil);
        Assert.DoesNotContain(token.Split('.')[2], System.Text.Json.JsonSerializer.Serialize(first), StringComparison.Ordinal);
        Assert.Equal(5, (await Seen(api).FindAsync(first.Id, Cancelled))!.Uses);
    }

    [Fact]
    public async Task While_the_store_is_down_nothing_is_lost_and_it_is_said_once()
    {
        await using var api = await StartAsync();
        _store.IsDown = true;
        var token = await UseAsync(api);
        await DeliverAsync(() => api.Logs.Entries.Any(entry => entry.Id.Id == 126));
        await UseAsync(api, token);
        await DeliverAsync(() => true);
        await Assert.ThrowsAsync<IOException>(() => Seen(api).QueryAsync(new(), Cancelled).AsTask());

        _store.IsDown = false;
        await DeliverAsync(() => !_store.Batches.IsEmpty);

        Assert.Equal(2, Assert.Single(_store.Batches.Single()).Uses);
        Assert.NotNull(Assert.Single(_store.Batches.Single()).Claims);
        await api.Logs.FirstAsync(entry => entry.Id.Id == 127);
        Assert.Single(api.Logs.Entries, entry => entry.Id.Id == 126);
    }

    [Fact]
    public async Task A_token_that_has_to_go_from_memory_is_handed_over_first()
    {
        await using var api = await StartAsync(capacity: 10);
        for (var number = 0; number < 14; number++) await UseAsync(api);
        Assert.InRange(Seen(api).Count, 1, 10);

        await DeliverAsync(() => _store.Batches.Sum(batch => batch.Count) == 14);

        Assert.Equal(14, _store.Batches.SelectMany(batch => batch).Select(token => token.Id).Distinct().Count());
        Assert.Equal(14, (await Seen(api).QueryAsync(new(), Cancelled)).Tokens.Count);
    }

    [Fact]
    public async Task What_is_left_is_handed_over_when_the_application_stops()
    {
        await using var api = await StartAsync();
        await UseAsync(api);

        await api.Services.GetServices<IHostedService>().OfType<SeenTokenDelivery>().Single().StopAsync(Cancelled);

        Assert.Equal(1, Assert.Single(_store.Batches.Single()).Uses);
    }

    [Fact]
    public async Task The_state_of_a_token_of_another_node_follows_the_clock_and_the_revocations()
    {
        await using var api = await StartAsync();
        var revocations = api.Services.GetRequiredService<IRevocationList>();
        for (var number = 0; number < 6; number++) _store.Put(Foreign(number));
        _store.Put(Foreign(6) with { AcceptedUntil = _clock.GetUtcNow() });
        RevocationTarget[] targets =
        [
            RevocationTarget.Token("okta", "token-0"), RevocationTarget.TokenHash("okta", Foreign(1).Id), RevocationTarget.Client("okta", "client-2"),
            RevocationTarget.Subject("okta", "subject-3"), RevocationTarget.Of(RoleScope.Parse("zscaler.net::1234567::Role4")),
        ];
        foreach (var target in targets)
            await revocations.RevokeAsync(new NewRevocation { Target = target, Reason = RevocationReason.RevokedByAdministrator, RevokedBy = "test" }, Cancelled);

        Assert.Equal(["token-5"], await IdsAsync(api, TokenState.Active));
        Assert.Equal(["token-4", "token-3", "token-2", "token-1", "token-0"], await IdsAsync(api, TokenState.Revoked));
        Assert.Equal(["token-6"], await IdsAsync(api, TokenState.Expired));
        var states = (await Seen(api).QueryAsync(new(), Cancelled)).Tokens.Select(token => token.State);
        Assert.Equal([TokenState.Expired, TokenState.Active, .. Enumerable.Repeat(TokenState.Revoked, 5)], states);
        Assert.Null((await Seen(api).FindAsync(Foreign(2).Id, Cancelled))!.Claims);
        Assert.Equal("{}", (await Seen(api).FindAsync(Foreign(5).Id, Cancelled))!.Claims);
    }

    [Fact]
    public async Task A_search_by_state_looks_at_a_bounded_number_of_tokens_and_goes_on_where_it_was()
    {
        await using var api = await StartAsync();
        var revocations = api.Services.GetRequiredService<IRevocationList>();
        for (var number = 0; number < 7000; number++) _store.Put(Foreign(number));
        foreach (var number in new[] { 3, 6500, 6501, 6502 })
        {
            await revocations.RevokeAsync(
                new NewRevocation { Target = RevocationTarget.Token("okta", $"token-{number}"), Reason = RevocationReason.RevokedByAdministrator, RevokedBy = "test" }, Cancelled);
        }

        var first = await Seen(api).QueryAsync(new() { State = TokenState.Revoked, Limit = 2 }, Cancelled);
        Assert.Equal(["token-6502", "token-6501"], first.Tokens.Select(token => token.TokenId));
        Assert.Equal(1, _store.Asked);
        var second = await Seen(api).QueryAsync(new() { State = TokenState.Revoked, Limit = 2, After = first.Next }, Cancelled);
        Assert.Equal(["token-6500"], second.Tokens.Select(token => token.TokenId));
        Assert.Equal(6, _store.Asked);
        var third = await Seen(api).QueryAsync(new() { State = TokenState.Revoked, Limit = 2, After = second.Next }, Cancelled);
        Assert.Equal(["token-3"], third.Tokens.Select(token => token.TokenId));
        Assert.Equal((8, null), (_store.Asked, third.Next));
    }

    private static SeenTokens Seen(TestApi api) => api.Services.GetRequiredService<SeenTokens>();

    private static async Task<IEnumerable<string?>> IdsAsync(TestApi api, TokenState state) =>
        (await Seen(api).QueryAsync(new() { State = state }, Cancelled)).Tokens.Select(token => token.TokenId);

    private SeenToken Foreign(int number) => new()
    {
        Id = number.ToString("x64", CultureInfo.InvariantCulture),
        AuthorizationServer = "okta",
        ClientId = $"client-{number}",
        TokenId = $"token-{number}",
        Subject = $"subject-{number}",
        IssuedAt = _clock.GetUtcNow() - TimeSpan.FromMinutes(1),
        ExpiresAt = _clock.GetUtcNow() + TimeSpan.FromHours(1),
        AcceptedUntil = _clock.GetUtcNow() + TimeSpan.FromHours(1),
        State = TokenState.Active,
        FirstUsed = _clock.GetUtcNow() + TimeSpan.FromSeconds(number),
        LastUsed = _clock.GetUtcNow() + TimeSpan.FromSeconds(number),
        Uses = 1,
        Roles = [RoleScope.Parse($"{TestServers.Organization}::Role{number}")],
        Claims = "{}",
    };

    private async Task<string> UseAsync(TestApi api, string? token = null, int times = 1)
    {
        token ??= _server.IssueToken(new TestToken { Scopes = [$"{TestServers.Organization}::Auditor"] });
        for (var time = 0; time < times; time++) Assert.Equal(200, (await api.AskAsync("/whoami", token)).Status);
        return token;
    }

    private async Task DeliverAsync(Func<bool> isDone)
    {
        _clock.Advance(SeenTokenDelivery.Interval);
        await Eventually.IsTrueAsync(isDone);
    }

    private Task<TestApi> StartAsync(int capacity = 100) => TestApi.StartAsync(_server.ConfigurationFor("okta"), clock: _clock, configure: builder =>
    {
        builder.Services.AddSingleton<ISeenTokenStore>(_store);
        new ScopeAuthBuilder(builder.Services).AddSeenTokens(capacity);
    });
}
