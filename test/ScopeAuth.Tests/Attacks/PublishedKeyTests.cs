using System.Numerics;
using System.Security.Cryptography;
using ScopeAuth.Tests.Fuzzing;
using ScopeAuth.Tests.Keys;
using ScopeAuth.Tests.Tokens;

namespace ScopeAuth.Tests.Attacks;

/// <summary>Section B of docs/security.md, continued: keys that a server publishes and that verify nothing here.</summary>
public sealed class PublishedKeyTests
{
    private static readonly string Good = TestKey.Of("rsa-2048").PublicJwk();

    [Theory]
    [InlineData("\"d\":\"AQ\"")]
    [InlineData("\"k\":\"AQ\"")]
    [InlineData("\"p\":null")]
    public Task B28_A_private_key_is_left_out_and_its_publication_is_said(string more) =>
        IsLeftOutAsync(TestKey.Of("ec-256").PublicJwk(more), "acme publishes the private key ec-256.", api => api.Draft());

    [Theory]
    [InlineData("\"use\":\"enc\"")]
    [InlineData("\"use\":\"Sig\"")]
    public Task B29_A_key_for_encryption_is_left_out(string more) =>
        IsLeftOutAsync(TestKey.Of("ec-256").PublicJwk(more), "Key ec-256 of acme is not meant for signatures: NotForSignatures", api => api.Draft());

    [Theory]
    [InlineData("\"key_ops\":[]")]
    [InlineData("\"key_ops\":[\"sign\",\"encrypt\"]")]
    public Task B30_A_key_that_is_not_for_verification_is_left_out(string more) =>
        IsLeftOutAsync(TestKey.Of("ec-256").PublicJwk(more), "Key ec-256 of acme is not meant for signatures: NotForVerification", api => api.Draft());

    [Theory]
    [InlineData(512)]
    [InlineData(1024)]
    [InlineData(2040)]
    public Task B32_A_short_RSA_key_is_left_out(int bits)
    {
        using var weak = RSA.Create(bits);
        var numbers = weak.ExportParameters(true);
        return IsLeftOutAsync(Rsa(numbers.Modulus!, numbers.Exponent!), "Key weak of acme is not used: WeakKey", api => Signed(api, Sign));

        byte[] Sign(byte[] data)
        {
            using var key = RSA.Create(numbers);
            return key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
    }

    [Theory]
    [InlineData(8193, "AQAB")]
    [InlineData(16384, "AQAB")]
    [InlineData(2048, "AQAAAAAAAAAB")]                       // an exponent of 65 bits
    public Task B33_A_key_that_costs_too_much_is_left_out(int bits, string exponent) => IsLeftOutAsync(
        Rsa((BigInteger.One << (bits - 1) | 7).ToByteArray(isUnsigned: true, isBigEndian: true), System.Buffers.Text.Base64Url.DecodeFromChars(exponent)),
        "Key weak of acme is not used: WeakKey", api => Signed(api, _ => new byte[bits / 8]));

    [Theory]
    [InlineData("AQ")]                                      // 1: the padded hash is its own signature
    [InlineData("Ag")]
    [InlineData("Aw")]
    [InlineData("AQAA")]                                    // 65536
    public Task B34_A_key_with_a_small_or_even_exponent_is_left_out(string exponent)
    {
        var modulus = TestKey.Of("rsa-2048").Rsa!.ExportParameters(false).Modulus!;
        return IsLeftOutAsync(Rsa(modulus, System.Buffers.Text.Base64Url.DecodeFromChars(exponent)), "Key weak of acme is not used: WeakKey", api => Signed(api, Padded));

        // RFC 8017 section 9.2, for SHA-256.
        byte[] Padded(byte[] data)
        {
            byte[] digest = [0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20, .. SHA256.HashData(data)];
            return [0, 1, .. Enumerable.Repeat((byte)0xff, modulus.Length - digest.Length - 3), 0, .. digest];
        }
    }

    [Theory]
    [InlineData("\"alg\":\"ES384\"", "AlgorithmMismatch")]
    [InlineData("\"alg\":\"RS256\"", "AlgorithmMismatch")]
    [InlineData("\"alg\":\"ES521\"", "UnsupportedAlgorithm")]
    public Task B37_A_key_whose_algorithm_is_not_one_of_its_type_and_curve_is_left_out(string more, string cause) =>
        IsLeftOutAsync(TestKey.Of("ec-256").PublicJwk(more), $"Key ec-256 of acme is not used: {cause}", api => api.Draft());

    public static TheoryData<string, string, string> Points
    {
        get
        {
            var point = TestKey.Of("ec-256").Ecdsa!.ExportParameters(false).Q;
            string x = CompactToken.Encode(point.X!), y = CompactToken.Encode(point.Y!), zero = CompactToken.Encode(new byte[32]);
            return new()
            {
                { "P-256", x, x },
                { "P-256", zero, zero },
                { "P-256", CompactToken.Encode(point.X.AsSpan(1)), y },
                { "P-256", CompactToken.Encode([0, .. point.X!]), y },
                { "P-384", x, y },
                { "P-256K", x, y },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Points))]
    public Task B36_A_point_that_is_not_on_the_curve_is_left_out(string curve, string x, string y) =>
        IsLeftOutAsync(Jwks.Ec("ec-256", curve, x, y), "Key ec-256 of acme is not used: ", api => api.Draft());

    [Theory]
    [InlineData("""{"kty":"XYZ","kid":"broken"}""")]
    [InlineData("""{"kid":"broken"}""")]
    [InlineData("""{"kty":7,"kid":"broken"}""")]
    [InlineData("""{"kty":"RSA","kid":"broken"}""")]
    [InlineData("""{"kty":"RSA","kid":"broken","x":"AQ","y":"AQ","crv":"P-256"}""")]
    [InlineData("""{"kty":"RSA","kid":["broken"],"n":"AQ","e":"AQAB"}""")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"key\"")]
    public async Task B38_One_key_that_cannot_be_read_costs_the_set_nothing_else(string broken)
    {
        await using var api = await AttackedApi.StartAsync($$"""{"keys":[{{broken}},{{TestKey.Of("ec-256").PublicJwk()}},{{broken}}]}""");

        await api.AdmitsAsync();
    }

    private static string Rsa(byte[] modulus, byte[] exponent) => Jwks.Rsa("weak", CompactToken.Encode(modulus), CompactToken.Encode(exponent));

    private static TokenDraft Signed(AttackedApi api, Func<byte[], byte[]> sign)
    {
        var draft = api.Draft("rsa-2048", "RS256");
        draft.Header.Set("kid", "\"weak\"");
        draft.Sign = sign;
        return draft;
    }

    /// <summary>The key is logged and not used, by its ID or without, and the other key of the set is not harmed.</summary>
    private static async Task IsLeftOutAsync(string jwk, string logged, Func<AttackedApi, TokenDraft> forge)
    {
        await using var api = await AttackedApi.StartAsync($$"""{"keys":[{{jwk}},{{Good}}]}""");
        await api.AdmitsAsync(key: "rsa-2048", algorithm: "RS256");

        var named = forge(api);
        Assert.Equal(Rejection.UnknownKey, (await api.AskAsync(named)).Rejection);
        var unnamed = forge(api);
        unnamed.Header.Drop("kid");
        Assert.Contains((await api.AskAsync(unnamed)).Rejection, new Rejection?[] { Rejection.UnknownKey, Rejection.BadSignature });

        Assert.Contains(api.Api.Logs.Entries, entry => entry.Text.Contains(logged, StringComparison.Ordinal));
    }
}
