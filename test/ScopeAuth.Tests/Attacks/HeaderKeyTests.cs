using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ScopeAuth.Tests.Fuzzing;
using ScopeAuth.Tests.Network;
using ScopeAuth.Tests.Tokens;

namespace ScopeAuth.Tests.Attacks;

/// <summary>Section B of docs/security.md: a token names a key; it never brings one.</summary>
public sealed class HeaderKeyTests(AttackedApi api) : IClassFixture<AttackedApi>
{
    private static readonly TestKey Attacker = TestKey.Of("ec-256-b");

    [Theory]
    [InlineData(null, Rejection.BadSignature)]              // the one key of the server that fits is tried, and no other
    [InlineData("ec-256", Rejection.BadSignature)]
    [InlineData("ec-256-b", Rejection.UnknownKey)]
    public async Task B18_A_key_in_the_header_is_not_used(string? keyId, Rejection expected) =>
        await api.RefusesAsync(expected, draft => Forge(draft, keyId).Header.Set("jwk", Attacker.PublicJwk()));

    [Theory]
    [InlineData("jku")]
    [InlineData("x5u")]
    public async Task B19_An_address_of_keys_in_the_header_is_not_asked(string member)
    {
        await using var attacker = new FaultServer();
        attacker.AnswerWith($$"""{"keys":[{{Attacker.PublicJwk()}}]}""");

        foreach (var address in (string[])[attacker.Jwks.AbsoluteUri, $"{api.Server.BaseAddress}@{attacker.Jwks.Authority}/jwks", "file:///etc/passwd", "//localhost/jwks", "https://169.254.169.254/"])
            await api.RefusesAsync(Rejection.UnknownKey, draft => Forge(draft, "ec-256-b").Header.Set(member, $"\"{address}\""));

        Assert.Empty(attacker.Requests);
    }

    [Theory]
    [InlineData(null, Rejection.BadSignature)]
    [InlineData("ec-256", Rejection.BadSignature)]
    [InlineData("ec-256-b", Rejection.UnknownKey)]
    public async Task B20_A_certificate_in_the_header_neither_brings_nor_chooses_a_key(string? keyId, Rejection expected)
    {
        using var certificate = new CertificateRequest("CN=as.example", Attacker.Ecdsa!, HashAlgorithmName.SHA256)
            .CreateSelfSigned(api.Clock.GetUtcNow().AddDays(-1), api.Clock.GetUtcNow().AddDays(1));

        await api.RefusesAsync(expected, draft =>
        {
            Forge(draft, keyId).Header.Set("x5c", $"[\"{Convert.ToBase64String(certificate.RawData)}\"]");
            draft.Header.Set("x5t", $"\"{CompactToken.Encode(certificate.GetCertHash())}\"");
            draft.Header.Set("x5t#S256", $"\"{CompactToken.Encode(certificate.GetCertHash(HashAlgorithmName.SHA256))}\"");
        });
    }

    [Fact]
    public async Task B20_A_thumbprint_stands_for_no_key_ID()
    {
        var thumbprint = TestKey.Of("ec-256").Verifier().Thumbprint;

        foreach (var member in (string[])["x5t", "x5t#S256"])
            await api.RefusesAsync(Rejection.UnknownKey, draft =>
            {
                draft.Header.Set("kid", "\"unknown\"");
                draft.Header.Set(member, $"\"{thumbprint}\"");
            });
    }

    [Fact]
    public async Task B22_Without_a_key_ID_the_only_key_that_fits_is_meant_and_several_are_none()
    {
        await api.AdmitsAsync(draft => draft.Header.Drop("kid"));

        await using var several = await AttackedApi.StartAsync(TestKey.Set("ec-256", "ec-256-b"));
        await several.RefusesAsync(Rejection.UnknownKey, draft => draft.Header.Drop("kid"));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("[\"ec-256\"]")]
    [InlineData("{\"kid\":\"ec-256\"}")]
    public async Task B23_A_key_ID_that_is_no_text_makes_the_token_malformed(string value) =>
        await api.RefusesAsync(Rejection.Malformed, draft => draft.Header.Set("kid", value));

    [Theory]
    [InlineData("../../../../dev/null")]
    [InlineData("/dev/null")]
    [InlineData("..\\\\..\\\\windows\\\\win.ini")]
    [InlineData("ec-256\\u0000")]
    [InlineData("ec-256' OR '1'='1")]
    [InlineData("x' UNION SELECT 'key' --")]
    [InlineData("$(id)")]
    [InlineData("|id")]
    [InlineData("*)(uid=*")]
    [InlineData("http://127.0.0.1/key")]
    [InlineData("EC-256")]
    [InlineData(" ec-256")]
    [InlineData("ec-25")]
    [InlineData("")]
    public async Task B24_A_key_ID_is_compared_and_nothing_else(string keyId) =>
        await api.RefusesAsync(Rejection.UnknownKey, draft => draft.Header.Set("kid", $"\"{keyId}\""));

    [Theory]
    [InlineData("\\u0000")]
    [InlineData("\\r\\nSet-Cookie: a=b")]
    [InlineData("\\u202e\\u2066")]
    [InlineData("\\u001b[2J")]
    [InlineData("")]
    public async Task B25_A_key_ID_of_any_length_and_content_is_not_found_and_not_shown(string text)
    {
        foreach (var length in (int[])[200, 257, 4096])
            await api.RefusesAsync(Rejection.UnknownKey, draft => draft.Header.Set("kid", $"\"nowhere{text}{new string('k', length)}\""));

        Assert.DoesNotContain(api.Api.Logs.Entries, entry => entry.ToString().Contains("nowhere", StringComparison.Ordinal));
    }

    private static TokenDraft Forge(TokenDraft draft, string? keyId)
    {
        draft.Key = Attacker;
        if (keyId is null) draft.Header.Drop("kid");
        else draft.Header.Set("kid", $"\"{keyId}\"");
        return draft;
    }
}
