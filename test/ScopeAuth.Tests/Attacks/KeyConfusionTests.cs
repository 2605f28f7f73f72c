using System.Security.Cryptography;
using System.Text;
using ScopeAuth.Testing;
using ScopeAuth.Tests.Fuzzing;
using ScopeAuth.Tests.Support;
using ScopeAuth.Tests.Tokens;

namespace ScopeAuth.Tests.Attacks;

/// <summary>Section A of docs/security.md, continued: one key, one server, one family of algorithms.</summary>
public sealed class KeyConfusionTests
{
    [Theory]
    [InlineData("oct")]
    [InlineData("secret")]
    public async Task A7_A_shared_secret_in_a_key_set_verifies_nothing(string keyId)
    {
        const string Secret = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3JldA";
        await using var api = await AttackedApi.StartAsync(
            $$"""{"keys":[{"kty":"oct","kid":"{{keyId}}","k":"{{Secret}}","alg":"HS256","use":"sig"},{{TestKey.Of("ec-256").PublicJwk()}}]}""");

        await api.RefusesAsync(Rejection.AlgorithmNotAllowed, draft =>
        {
            draft.Header.Set("alg", "\"HS256\"");
            draft.Header.Set("kid", $"\"{keyId}\"");
            draft.Sign = data => HMACSHA256.HashData(System.Buffers.Text.Base64Url.DecodeFromChars(Secret), data);
        });

        Assert.Contains(api.Api.Logs.Entries, entry => entry.Text.Contains($"Key {keyId} of acme is not used: Symmetric", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("RS256", "PS256")]
    [InlineData("RS256", "RS384")]
    [InlineData("PS384", "RS384")]
    [InlineData("PS256", "PS512")]
    public async Task A9_A_key_that_names_its_algorithm_verifies_no_other(string published, string used)
    {
        await using var api = await AttackedApi.StartAsync($$"""{"keys":[{{TestKey.Of("rsa-2048").PublicJwk($"\"alg\":\"{published}\"")}}]}""");
        await api.AdmitsAsync(key: "rsa-2048", algorithm: published);

        Assert.Equal(Rejection.UnknownKey, (await api.AskAsync(api.Draft("rsa-2048", used))).Rejection);
    }

    [Theory]
    [InlineData("ec-384", "ES384", "ES256")]
    [InlineData("ec-256", "ES256", "ES512")]
    [InlineData("ec-521", "ES512", "ES256")]
    public async Task A10_An_algorithm_is_bound_to_its_curve(string key, string own, string other)
    {
        await using var api = await AttackedApi.StartAsync(TestKey.Set(key));
        await api.AdmitsAsync(key: key, algorithm: own);

        // The curve of the key, the hash of the header: each part of the signature is right.
        Assert.Equal(Rejection.UnknownKey, (await api.AskAsync(api.Draft(key, other))).Rejection);
    }

    [Theory]
    [InlineData("rsa-2048", "PS256")]
    [InlineData("rsa-2048", "RS512")]
    [InlineData("ec-256", "ES256")]
    public async Task A13_What_the_server_may_not_use_is_refused_though_the_key_could(string key, string algorithm)
    {
        await using var api = await AttackedApi.StartAsync(AttackedApi.GoodKeys, AttackedApi.Setting("Algorithms:0", "RS256"));
        await api.AdmitsAsync(key: "rsa-2048", algorithm: "RS256");

        Assert.Equal(Rejection.AlgorithmNotAllowed, (await api.AskAsync(api.Draft(key, algorithm))).Rejection);
    }

    [Fact]
    public async Task A16_There_is_one_header_and_it_is_the_signed_one()
    {
        await using var api = await AttackedApi.StartAsync(AttackedApi.GoodKeys);
        var parts = api.Draft().Build().Split('.');
        var unsigned = $$$"""{"payload":"{{{parts[1]}}}","protected":"{{{parts[0]}}}","header":{"alg":"none"},"signature":"{{{parts[2]}}}"}""";

        var answer = await api.Api.AskAsync("/whoami", change: request => request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {unsigned}"));
        Assert.Equal(Rejection.InvalidRequest, answer.Rejection);
        Assert.Equal(Rejection.Malformed, (await api.Api.Validator.ValidateAsync(unsigned, TestContext.Current.CancellationToken)).Rejection);

        // Two members of one name could be read by one part of the code and by another.
        await api.RefusesAsync(Rejection.Malformed, draft => draft.Header.Insert(0, JsonLine.Of("alg", "\"none\"")));
        await api.RefusesAsync(Rejection.Malformed, draft => draft.Header.Add(JsonLine.Of("alg", "\"none\"")));
    }

    [Fact]
    public async Task A17_One_key_ID_at_two_servers_is_two_keys()
    {
        await using var first = await TestServers.StartAsync();
        await using var second = await TestServers.StartAsync(configure: options => options.Organizations[0] = TestServers.Other);
        first.Faults.KeysBody = Set("rsa-2048");
        second.Faults.KeysBody = Set("ec-256");
        await using var api = await TestApi.StartAsync([.. first.ConfigurationFor("first"), .. second.ConfigurationFor("second")]);

        Assert.Null(await RejectionAsync(first, TestServers.Organization, "rsa-2048", "RS256"));
        Assert.Null(await RejectionAsync(second, TestServers.Other, "ec-256", "ES256"));
        Assert.Equal(Rejection.UnknownKey, await RejectionAsync(first, TestServers.Organization, "ec-256", "ES256"));
        Assert.Equal(Rejection.UnknownKey, await RejectionAsync(second, TestServers.Other, "rsa-2048", "RS256"));

        async Task<Rejection?> RejectionAsync(TestAuthorizationServer server, string organization, string key, string algorithm)
        {
            // The server's own test double writes the token; the signature is by the key of the test.
            var parts = server.IssueToken(new TestToken { Scopes = [$"{organization}::Auditor"], Header = { ["alg"] = algorithm, ["kid"] = "shared" } }).Split('.');
            var signed = $"{parts[0]}.{parts[1]}";
            var signature = TestKey.Of(key).Sign(Encoding.ASCII.GetBytes(signed), ScopeAuth.Tokens.SignatureAlgorithm.Find(algorithm)!);
            return (await api.AskAsync("/whoami", $"{signed}.{CompactToken.Encode(signature)}")).Rejection;
        }

        static string Set(string key) => $$"""{"keys":[{{TestKey.Of(key).PublicJwk().Replace($"\"kid\":\"{key}\"", "\"kid\":\"shared\"", StringComparison.Ordinal)}}]}""";
    }
}
