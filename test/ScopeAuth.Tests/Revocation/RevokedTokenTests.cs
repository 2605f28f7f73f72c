using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Support;

namespace ScopeAuth.Tests.Revocation;

/// <summary>What is revoked is refused with the next request, seen before or not, and nothing else is.</summary>
public sealed class RevokedTokenTests : IAsyncLifetime
{
    private static readonly string By = "oauth-TokenAdmin$@1234567.zscaler.net";

    private readonly FakeClock _clock = new();
    private TestAuthorizationServer _acme = null!;
    private TestAuthorizationServer _beta = null!;
    private TestApi _api = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private IRevocationList List => _api.Services.GetRequiredService<IRevocationList>();

    public async ValueTask InitializeAsync()
    {
        _acme = await TestServers.StartAsync(clock: _clock, configure: options => options.Organizations.Add(TestServers.Other));
        _beta = await TestServers.StartAsync(clock: _clock);
        _api = await TestApi.StartAsync([.. _acme.ConfigurationFor("acme"), .. _beta.ConfigurationFor("beta")], clock: _clock);
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await _acme.DisposeAsync();
        await _beta.DisposeAsync();
    }

    public static TheoryData<string> Targets => ["token", "hash", "client", "subject", "server", "organization", "role"];

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task A_token_is_refused_by_whatever_names_it_and_good_again_when_that_is_lifted(string named)
    {
        var token = Token();
        var (other, id) = (_beta.IssueToken($"{TestServers.Organization}::Operator"), await TokenAsync(token));
        Assert.Equal(200, await StatusAsync(token));        // seen before: the next answer would come from memory

        var record = await RevokeAsync(Target(named, token, id));

        await AssertRevokedAsync(token);
        Assert.Equal(TokenState.Revoked, named == "hash" ? TokenState.Revoked : List.StateOf(id));
        if (named != "organization") Assert.Equal(200, await StatusAsync(other));
        Assert.Equal(record, await List.FindAsync(record.Id, Cancelled));

        Assert.Equal(record, await List.LiftAsync(record.Id, By, Cancelled));
        Assert.Equal(200, await StatusAsync(token));
        Assert.Equal(TokenState.Active, List.StateOf(id));
        Assert.Null(await List.LiftAsync(record.Id, By, Cancelled));
        var told = Assert.Single(_api.Logs.Entries, entry => entry.Id.Id == 93).Text;
        Assert.Contains($"{record.Id}", told, StringComparison.Ordinal);
        Assert.EndsWith($"lifted by {By}.", told, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task A_token_that_was_never_seen_is_refused_as_well(string named)
    {
        var (seen, fresh) = (Token(), Token());
        var facts = await TokenAsync(seen);

        await RevokeAsync(Target(named, seen, facts));

        if (named is "token" or "hash") Assert.Equal(200, await StatusAsync(fresh));
        else await AssertRevokedAsync(fresh);
        await AssertRevokedAsync(seen);
    }

    [Fact]
    public async Task The_same_name_at_another_server_is_somebody_else()
    {
        var token = Token();
        var facts = await TokenAsync(token);

        await RevokeAsync(RevocationTarget.Token("beta", facts.TokenId!));
        await RevokeAsync(RevocationTarget.Client("beta", facts.ClientId!));
        await RevokeAsync(RevocationTarget.Subject("beta", facts.Subject!));
        await RevokeAsync(RevocationTarget.Subject("acme", facts.TokenId!));
        await RevokeAsync(RevocationTarget.Of(Organization.Parse(TestServers.Other)));
        await RevokeAsync(RevocationTarget.Of(RoleScope.Parse($"{TestServers.Organization}::Operator")));

        Assert.Equal(200, await StatusAsync(token));
    }

    [Fact]
    public async Task A_cloud_is_named_in_any_case()
    {
        var token = Token();
        await RevokeAsync(RevocationTarget.Of(Organization.Parse(TestServers.Organization.ToUpper(CultureInfo.InvariantCulture))));
        await AssertRevokedAsync(token);
    }

    [Fact]
    public async Task Only_what_was_issued_before_the_time_is_refused_and_what_does_not_say_when()
    {
        var (early, silent) = (Token(), Token(without: "iat"));
        _clock.Advance(TimeSpan.FromSeconds(10));
        await RevokeAsync(RevocationTarget.Client("acme", (await TokenAsync(early)).ClientId!), _clock.GetUtcNow());
        var late = Token();

        await AssertRevokedAsync(early);
        await AssertRevokedAsync(silent);
        Assert.Equal(200, await StatusAsync(late));
    }

    [Fact]
    public async Task A_client_that_is_disabled_enabled_and_deleted()
    {
        var first = Token();
        var client = (await TokenAsync(first)).ClientId!;
        Assert.False(await List.EnableClientAsync("acme", client, By, Cancelled));       // it was never disabled: nothing changes
        Assert.Equal(200, await StatusAsync(first));

        var disabled = await List.DisableClientAsync("acme", client, By, Cancelled);
        await AssertRevokedAsync(first);
        _clock.Advance(TimeSpan.FromSeconds(5));
        var second = Token();
        await AssertRevokedAsync(second);

        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.True(await List.EnableClientAsync("acme", client, By, Cancelled));
        await AssertRevokedAsync(first);
        await AssertRevokedAsync(second);
        var third = Token();
        Assert.Equal(200, await StatusAsync(third));
        Assert.Null(await List.FindAsync(disabled.Id, Cancelled));

        var deleted = await List.DeleteClientAsync("acme", client, By, Cancelled);
        Assert.True(deleted.IsFinal);
        await AssertRevokedAsync(third);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await List.LiftAsync(deleted.Id, By, Cancelled));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await List.EnableClientAsync("acme", client, By, Cancelled));
        _clock.Advance(TimeSpan.FromDays(365));
        await AssertRevokedAsync(Token());
    }

    [Fact]
    public async Task A_token_without_usable_ID_is_revoked_by_its_text_alone()
    {
        var token = Token(without: "jti");
        Assert.Null((await TokenAsync(token)).TokenId);

        await RevokeAsync(RevocationTarget.TokenText("acme", token));

        await AssertRevokedAsync(token);
        // In the same second, it would be the same token with another signature.
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(200, await StatusAsync(Token(without: "jti")));
    }

    [Fact]
    public async Task The_other_signature_of_an_ECDSA_token_does_not_make_it_another_token()
    {
        var token = Token();
        var signature = System.Buffers.Text.Base64Url.DecodeFromChars(token.AsSpan(token.LastIndexOf('.') + 1));
        var order = new System.Numerics.BigInteger(Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"), isUnsigned: true, isBigEndian: true);
        var other = (order - new System.Numerics.BigInteger(signature.AsSpan(32), isUnsigned: true, isBigEndian: true)).ToByteArray(isUnsigned: true, isBigEndian: true);
        byte[] twin = [.. signature[..32], .. new byte[32 - other.Length], .. other];
        var text = $"{token[..(token.LastIndexOf('.') + 1)]}{System.Buffers.Text.Base64Url.EncodeToString(twin)}";
        Assert.Equal(200, await StatusAsync(text));         // it is a good signature, indeed

        await RevokeAsync(RevocationTarget.TokenText("acme", token));

        await AssertRevokedAsync(token);
        await AssertRevokedAsync(text);
    }

    [Fact]
    public async Task Of_more_than_one_call_can_hold_none_is_kept_where_one_is_wrong()
    {
        var revocations = Enumerable.Range(0, 10_001).Select(number => New(RevocationTarget.Token("acme", $"{number}"))).ToList();

        await Assert.ThrowsAsync<ArgumentException>(async () => await List.RevokeAsync([.. revocations[..^1], New(RevocationTarget.Token("nobody", "1"))], Cancelled));
        Assert.Equal(0, await List.CountAsync(new(), Cancelled));

        var kept = await List.RevokeAsync(revocations, Cancelled);
        Assert.Equal(revocations.Select(each => each.Target), kept.Select(record => record.Target));
        Assert.Equal(10_001, await List.CountAsync(new(), Cancelled));

        static NewRevocation New(RevocationTarget target) => new() { Target = target, Reason = RevocationReason.Other, RevokedBy = By };
    }

    [Fact]
    public async Task A_revoked_token_that_has_expired_is_expired()
    {
        var token = Token();
        var facts = await TokenAsync(token);
        await RevokeAsync(RevocationTarget.Token("acme", facts.TokenId!));
        _clock.Advance(TimeSpan.FromHours(25));

        Assert.Equal(TokenState.Expired, List.StateOf(facts));
        Assert.Equal(Rejection.Expired, (await _api.AskAsync("/whoami", token)).Rejection);
    }

    private string Token(string? without = null) => _acme.IssueToken(new TestToken
    {
        Scopes = [$"{TestServers.Organization}::Auditor"],
        RemovedClaims = without is null ? [] : [without],
    });

    private async Task<AccessToken> TokenAsync(string token) => (await _api.Validator.ValidateAsync(token, Cancelled)).Token!;

    private static RevocationTarget Target(string named, string text, AccessToken token) => named switch
    {
        "token" => RevocationTarget.Token("acme", token.TokenId!),
        "hash" => RevocationTarget.TokenHash("acme", Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(Encoding.ASCII.GetBytes(text[..text.LastIndexOf('.')])))),
        "client" => RevocationTarget.Client("acme", token.ClientId!),
        "subject" => RevocationTarget.Subject("acme", token.Subject!),
        "server" => RevocationTarget.Server("acme"),
        "organization" => RevocationTarget.Of(token.Roles[0].Organization),
        _ => RevocationTarget.Of(token.Roles[0]),
    };

    private ValueTask<RevocationRecord> RevokeAsync(RevocationTarget target, DateTimeOffset? issuedBefore = null) => List.RevokeAsync(
        new NewRevocation { Target = target, Reason = RevocationReason.SecurityEvent, RevokedBy = By, IssuedBefore = issuedBefore }, Cancelled);

    private async Task<int> StatusAsync(string token) => (await _api.AskAsync("/whoami", token)).Status;

    private async Task AssertRevokedAsync(string token)
    {
        var answer = await _api.AskAsync("/whoami", token);
        Assert.Equal((401, Rejection.Revoked), (answer.Status, answer.Rejection));
        Assert.Contains("error=\"invalid_token\"", answer.Challenge, StringComparison.Ordinal);
    }
}
