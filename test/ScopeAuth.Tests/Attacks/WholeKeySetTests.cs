using System.Security.Cryptography;
using ScopeAuth.Tests.Fuzzing;
using ScopeAuth.Tests.Tokens;

namespace ScopeAuth.Tests.Attacks;

/// <summary>Section B of docs/security.md, continued: the set as a whole.</summary>
public sealed class WholeKeySetTests
{
    [Fact]
    public async Task B21_A_key_ID_that_nobody_has_is_asked_for_once_and_no_other_key_is_tried()
    {
        await using var api = await AttackedApi.StartAsync(AttackedApi.GoodKeys);
        await api.RefusesAsync(Rejection.UnknownKey, draft => draft.Header.Set("kid", "\"unknown\""));

        // After the cool-down of the fetch at the start.
        api.Clock.Advance(TimeSpan.FromSeconds(31));
        var keys = api.Server.Requests.Keys;
        for (var request = 0; request < 5; request++)
        {
            var draft = api.Draft();
            draft.Header.Set("kid", $"\"unknown-{request}\"");
            Assert.Equal(Rejection.UnknownKey, (await api.AskAsync(draft)).Rejection);
        }
        Assert.Equal(keys + 1, api.Server.Requests.Keys);
    }

    [Fact]
    public async Task B26_Two_keys_of_one_type_and_one_ID_are_both_unusable()
    {
        var twin = TestKey.Of("ec-256-b").PublicJwk().Replace("ec-256-b", "ec-256", StringComparison.Ordinal);
        await using var api = await AttackedApi.StartAsync($$"""{"keys":[{{TestKey.Of("ec-256").PublicJwk()}},{{twin}},{{TestKey.Of("rsa-2048").PublicJwk()}}]}""");
        await api.AdmitsAsync(key: "rsa-2048", algorithm: "RS256");

        Assert.Equal(Rejection.UnknownKey, (await api.AskAsync(api.Draft())).Rejection);
        var second = api.Draft();
        second.Key = TestKey.Of("ec-256-b");
        Assert.Equal(Rejection.UnknownKey, (await api.AskAsync(second)).Rejection);

        Assert.Contains(api.Api.Logs.Entries, entry => entry.Text == "Key ID ec-256 of acme names two keys of one type: neither is used.");
    }

    [Fact]
    public async Task B27_Keys_of_different_types_may_share_an_ID()
    {
        var rsa = TestKey.Of("rsa-2048").PublicJwk().Replace("rsa-2048", "ec-256", StringComparison.Ordinal);
        var forEncryption = TestKey.Of("ec-256-b").PublicJwk("\"use\":\"enc\"").Replace("ec-256-b", "ec-256", StringComparison.Ordinal);
        await using var api = await AttackedApi.StartAsync($$"""{"keys":[{{rsa}},{{forEncryption}},{{TestKey.Of("ec-256").PublicJwk()}}]}""");

        await api.AdmitsAsync();
        await api.AdmitsAsync(draft => draft.Header.Set("kid", "\"ec-256\""), "rsa-2048", "RS256");
        await api.RefusesAsync(Rejection.BadSignature, draft => draft.Key = TestKey.Of("ec-256-b"));
    }

    [Fact]
    public async Task B31_A_shared_secret_among_public_keys_is_left_out_alone()
    {
        await using var api = await AttackedApi.StartAsync($$"""{"keys":[{"kty":"oct","k":"c2VjcmV0"},{{TestKey.Of("ec-256").PublicJwk()}}]}""");

        await api.AdmitsAsync();
        await api.RefusesAsync(Rejection.AlgorithmNotAllowed, draft =>
        {
            draft.Header.Set("alg", "\"HS256\"");
            draft.Header.Drop("kid");
            draft.Sign = data => HMACSHA256.HashData("secret"u8, data);
        });
    }

    [Theory]
    [InlineData("<html><body>Service Unavailable</body></html>")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"keys":null}""")]
    [InlineData("""{"keys":{}}""")]
    [InlineData("""{"keys":[]}""")]
    [InlineData("""{"keys":[{"kty":"oct","k":"AQ"}]}""")]
    [InlineData("""{"keys":[],"keys":[]}""")]
    [InlineData("""{"keys":[""")]
    public async Task B39_A_document_that_is_no_key_set_replaces_no_keys(string document)
    {
        await using var api = await AttackedApi.StartAsync(AttackedApi.GoodKeys);
        await api.AdmitsAsync();
        var keys = api.Keys.Current;

        api.Server.Faults.KeysBody = document;
        await api.Keys.RefreshAsync();

        Assert.NotNull(api.Keys.State.LastFailure);
        Assert.Same(keys, api.Keys.Current);
        await api.AdmitsAsync(draft => draft.Claims.Set("jti", "\"another\""));
        Assert.DoesNotContain(api.Api.Logs.Entries, entry => entry.ToString().Contains("Service Unavailable", StringComparison.Ordinal));
    }

    [Fact]
    public async Task B40_A_key_that_left_the_set_verifies_nothing_any_more_not_even_what_it_verified_before()
    {
        await using var api = await AttackedApi.StartAsync(AttackedApi.GoodKeys);
        var draft = api.Draft();
        var token = draft.Build();
        Assert.Equal(200, (await api.Api.AskAsync("/whoami", token)).Status);
        Assert.Equal(200, (await api.Api.AskAsync("/whoami", token)).Status);

        api.Server.Faults.KeysBody = TestKey.Set("rsa-2048");
        await api.Keys.RefreshAsync();

        Assert.Equal(Rejection.UnknownKey, (await api.Api.AskAsync("/whoami", token)).Rejection);
        await api.AdmitsAsync(key: "rsa-2048", algorithm: "RS256");
    }
}
