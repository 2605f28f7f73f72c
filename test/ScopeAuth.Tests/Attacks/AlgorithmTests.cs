using System.Security.Cryptography;
using System.Text;
using ScopeAuth.Tests.Fuzzing;
using ScopeAuth.Tests.Tokens;

namespace ScopeAuth.Tests.Attacks;

/// <summary>Section A of docs/security.md: the algorithm is the token's to name and the server's to allow.</summary>
public sealed class AlgorithmTests(AttackedApi api) : IClassFixture<AttackedApi>
{
    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("NONE")]
    [InlineData("nOnE")]
    [InlineData("none ")]
    [InlineData("none\\u0000")]
    public async Task A1_The_algorithm_none_is_refused_however_it_is_spelled(string name)
    {
        foreach (var signature in (byte[]?[])[null, [0], new byte[64]])     // the right one for another name, junk, and zeros
            await api.RefusesAsync(Rejection.AlgorithmNotAllowed, draft =>
            {
                draft.Header.Set("alg", $"\"{name}\"");
                if (signature is not null) draft.Sign = _ => signature;
            });
        await api.RefusesAsync(Rejection.Malformed, draft =>
        {
            draft.Header.Set("alg", $"\"{name}\"");
            draft.Sign = _ => [];
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("HS1")]
    [InlineData("RS1")]
    [InlineData("ES")]
    [InlineData("ES2566")]
    [InlineData("SHA256withECDSA")]
    [InlineData("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256")]
    public async Task A2_An_unknown_algorithm_has_no_signature_that_would_do(string name) =>
        await api.RefusesAsync(Rejection.AlgorithmNotAllowed, draft => draft.Header.Set("alg", $"\"{name}\""));

    [Theory]
    [InlineData(null)]
    [InlineData("256")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("[\"ES256\"]")]
    [InlineData("{\"alg\":\"ES256\"}")]
    public async Task A3_An_algorithm_that_is_missing_or_no_text_makes_the_token_malformed(string? value) => await api.RefusesAsync(Rejection.Malformed, draft =>
    {
        if (value is null) draft.Header.Drop("alg");
        else draft.Header.Set("alg", value);
    });

    [Theory]
    [InlineData("es256")]
    [InlineData("Es256")]
    [InlineData("ES256 ")]
    [InlineData(" ES256")]
    [InlineData("ES256\\u0000")]
    [InlineData("ES\\u212a256")]
    public async Task A4_An_algorithm_is_compared_to_the_last_character(string name) =>
        await api.RefusesAsync(Rejection.AlgorithmNotAllowed, draft => draft.Header.Set("alg", $"\"{name}\""));

    public static TheoryData<string, string> PublicKeyForms
    {
        get
        {
            var forms = new TheoryData<string, string>();
            foreach (var key in (string[])["rsa-2048", "ec-256"])
                foreach (var form in (string[])["pem", "pem trimmed", "pem of PKCS 1", "der", "jwk", "key set", "modulus", "key ID"])
                    forms.Add(key, form);
            return forms;
        }
    }

    [Theory]
    [MemberData(nameof(PublicKeyForms))]
    public async Task A5_A_public_key_is_never_the_secret_of_an_HMAC(string key, string form)
    {
        foreach (var algorithm in (string[])["HS256", "HS384", "HS512"])
            await api.RefusesAsync(
                Rejection.AlgorithmNotAllowed,
                draft =>
                {
                    draft.Header.Set("alg", $"\"{algorithm}\"");
                    draft.Sign = data => Hmac(algorithm, SecretOf(draft.Key, form), data);
                },
                key,
                key == "ec-256" ? "ES256" : "RS256");
    }

    [Fact]
    public async Task A6_An_empty_or_well_known_secret_opens_nothing()
    {
        foreach (var secret in (byte[][])[[], new byte[32], "secret"u8.ToArray(), "null"u8.ToArray(), "undefined"u8.ToArray()])
            foreach (var algorithm in (string[])["HS256", "HS384", "HS512"])
                await api.RefusesAsync(
                    Rejection.AlgorithmNotAllowed,
                    draft =>
                    {
                        draft.Header.Set("alg", $"\"{algorithm}\"");
                        draft.Sign = data => Hmac(algorithm, secret, data);
                    },
                    "rsa-2048",
                    "RS256");
    }

    [Theory]
    [InlineData("rsa-2048", "RS256", "PS256")]
    [InlineData("rsa-2048", "PS256", "RS256")]
    [InlineData("rsa-2048", "RS256", "RS512")]
    [InlineData("rsa-2048", "RS256", "ES256")]
    [InlineData("ec-256", "ES256", "ES384")]
    public async Task A11_A_signature_of_another_algorithm_of_the_key_is_wrong(string key, string signature, string named) => await api.RefusesAsync(
        // A key of one type never stands for one of another: there it is not even found.
        named[0] == key[0] || (key == "rsa-2048" && named[0] is 'R' or 'P') ? Rejection.BadSignature : Rejection.UnknownKey,
        draft => draft.Header.Set("alg", $"\"{named}\""),
        key,
        signature);

    [Theory]
    [InlineData("EdDSA")]
    [InlineData("Ed25519")]
    [InlineData("ES256K")]
    [InlineData("ML-DSA-44")]
    [InlineData("RSA-OAEP")]
    [InlineData("dir")]
    public async Task A14_An_algorithm_that_is_not_supported_is_refused_and_its_keys_harm_no_others(string name)
    {
        await using var mixed = await AttackedApi.StartAsync($$"""
            {"keys":[{"kty":"OKP","crv":"Ed25519","kid":"okp","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},
            {"kty":"EC","crv":"secp256k1","kid":"k1","x":"AQ","y":"AQ"},{"kty":"AKP","alg":"ML-DSA-44","kid":"mldsa","pub":"AQ"},{{TestKey.Of("ec-256").PublicJwk()}}]}
            """);

        foreach (var keyId in (string[])["okp", "k1", "mldsa", "ec-256"])
            await mixed.RefusesAsync(Rejection.AlgorithmNotAllowed, draft =>
            {
                draft.Header.Set("alg", $"\"{name}\"");
                draft.Header.Set("kid", $"\"{keyId}\"");
            });
    }

    private static byte[] Hmac(string algorithm, byte[] secret, byte[] data) => algorithm switch
    {
        "HS256" => HMACSHA256.HashData(secret, data),
        "HS384" => HMACSHA384.HashData(secret, data),
        _ => HMACSHA512.HashData(secret, data),
    };

    private static byte[] SecretOf(TestKey key, string form)
    {
        AsymmetricAlgorithm pair = key.Rsa is { } rsa ? rsa : key.Ecdsa!;
        return form switch
        {
            "pem" => Encoding.ASCII.GetBytes(pair.ExportSubjectPublicKeyInfoPem() + "\n"),
            "pem trimmed" => Encoding.ASCII.GetBytes(pair.ExportSubjectPublicKeyInfoPem()),
            "pem of PKCS 1" => Encoding.ASCII.GetBytes(key.Rsa?.ExportRSAPublicKeyPem() ?? pair.ExportSubjectPublicKeyInfoPem().ReplaceLineEndings("\r\n")),
            "der" => pair.ExportSubjectPublicKeyInfo(),
            "jwk" => Encoding.UTF8.GetBytes(key.PublicJwk()),
            "key set" => Encoding.UTF8.GetBytes(AttackedApi.GoodKeys),
            "modulus" => key.Rsa?.ExportParameters(false).Modulus ?? key.Ecdsa!.ExportParameters(false).Q.X!,
            _ => Encoding.UTF8.GetBytes(key.Id),
        };
    }
}
