using Microsoft.Extensions.DependencyInjection;
using ScopeAuth.Tests.Fuzzing;
using ScopeAuth.Tests.Tokens;

namespace ScopeAuth.Tests.Attacks;

/// <summary>Section G of docs/security.md: what is revoked stays revoked. The rest is in Revocation.</summary>
public sealed class RevocationAttackTests
{
    [Theory]
    [InlineData("ID")]
    [InlineData("text")]
    [InlineData("client")]
    public async Task G134_The_twin_of_a_revoked_token_is_revoked_too(string by)
    {
        await using var api = await AttackedApi.StartAsync(AttackedApi.GoodKeys);
        var draft = api.Draft();
        if (by == "text") draft.Claims.Drop("jti");
        var token = draft.Build();
        // Whoever has the token can compute it; the server need not sign again.
        var signed = token[..token.LastIndexOf('.')];
        var twin = $"{signed}.{CompactToken.Encode(SignatureMutations.Twin(System.Buffers.Text.Base64Url.DecodeFromChars(token.AsSpan(signed.Length + 1))))}";
        Assert.Equal(200, (await api.Api.AskAsync("/whoami", twin)).Status);

        await RevokeAsync(api, by switch
        {
            "ID" => RevocationTarget.Token("acme", "token-1"),
            "text" => RevocationTarget.TokenText("acme", token),
            _ => RevocationTarget.Client("acme", OfflineApi.Client),
        });

        Assert.Equal(Rejection.Revoked, (await api.Api.AskAsync("/whoami", token)).Rejection);
        Assert.Equal(Rejection.Revoked, (await api.Api.AskAsync("/whoami", twin)).Rejection);
    }

    [Fact]
    public async Task G137_A_forged_token_does_not_learn_what_is_revoked()
    {
        await using var api = await AttackedApi.StartAsync(AttackedApi.GoodKeys);
        await RevokeAsync(api, RevocationTarget.Token("acme", "token-1"));
        Assert.Equal(Rejection.Revoked, (await api.AskAsync(api.Draft())).Rejection);

        Action<TokenDraft>[] forgeries =
        [
            draft => draft.Key = TestKey.Of("ec-256-b"), draft => draft.Header.Set("kid", "\"unknown\""), draft => draft.Claims.Set("exp", "1"),
            draft => draft.Claims.Set("aud", "\"other\""), draft => draft.Claims.Set("client_id", "\"other\""),
        ];
        foreach (var forge in forgeries)
        {
            var (revoked, other) = (api.Draft(), api.Draft());
            forge(revoked);
            forge(other);
            other.Claims.Set("jti", "\"token-2\"");

            var rejection = (await api.AskAsync(revoked)).Rejection;
            Assert.NotEqual(Rejection.Revoked, rejection);
            Assert.Equal(rejection, (await api.AskAsync(other)).Rejection);
        }
    }

    [Fact]
    public async Task G139_One_revocation_hides_no_other()
    {
        await using var api = await AttackedApi.StartAsync(AttackedApi.GoodKeys);
        var token = api.Draft().Build();
        RevocationTarget[] targets = [RevocationTarget.Token("acme", "token-1"), RevocationTarget.Client("acme", OfflineApi.Client), RevocationTarget.Server("acme")];
        var records = new List<RevocationRecord>();

        // The later ones are about tokens that were issued long before, which this one was not.
        foreach (var target in targets) records.Add(await RevokeAsync(api, target));
        await RevokeAsync(api, RevocationTarget.Subject("acme", "subject"), api.Clock.GetUtcNow().AddDays(-1));

        var list = api.Api.Services.GetRequiredService<IRevocationList>();
        foreach (var record in records)
        {
            Assert.Equal(Rejection.Revoked, (await api.Api.AskAsync("/whoami", token)).Rejection);
            await list.LiftAsync(record.Id, "test", TestContext.Current.CancellationToken);
        }
        Assert.Equal(200, (await api.Api.AskAsync("/whoami", token)).Status);
    }

    private static async Task<RevocationRecord> RevokeAsync(AttackedApi api, RevocationTarget target, DateTimeOffset? issuedBefore = null) =>
        await api.Api.Services.GetRequiredService<IRevocationList>().RevokeAsync(
            new NewRevocation { Target = target, Reason = RevocationReason.SecurityEvent, RevokedBy = "the test", IssuedBefore = issuedBefore },
            TestContext.Current.CancellationToken);
}
