using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ScopeAuth.Keys;
using ScopeAuth.Tokens;

namespace ScopeAuth.Tests.Tokens;

public sealed class JwkThumbprintTests
{
    [Fact]
    public void The_example_of_RFC_7638_has_its_thumbprint()
    {
        const string Modulus = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMs"
            + "tn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbI"
            + "SD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
        var key = new RSAParameters { Modulus = Base64Url.DecodeFromChars(Modulus), Exponent = Base64Url.DecodeFromChars("AQAB") };

        Assert.Equal("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", JwkThumbprint.Of(key));
        var reading = KeySetReader.Read(Encoding.UTF8.GetBytes(
            $$"""{"keys":[{"kty":"RSA","n":"{{Modulus}}","e":"AQAB","alg":"RS256","kid":"2011-04-29"}]}"""));
        Assert.Equal("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", Assert.Single(reading.Keys.Keys).Thumbprint);
    }

    [Theory]
    [InlineData("ec-256", "P-256")]
    [InlineData("ec-384", "P-384")]
    [InlineData("ec-521", "P-521")]
    public void The_thumbprint_of_an_EC_key_is_over_its_four_required_members(string id, string curve)
    {
        var key = TestKey.Of(id).Ecdsa!.ExportParameters(false);
        var json = $$"""{"crv":"{{curve}}","kty":"EC","x":"{{Base64Url.EncodeToString(key.Q.X)}}","y":"{{Base64Url.EncodeToString(key.Q.Y)}}"}""";

        Assert.Equal(curve, JwkThumbprint.CurveName(key.Curve));
        Assert.Equal(Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(json))), JwkThumbprint.Of(key, curve));
        Assert.Equal(JwkThumbprint.Of(key, curve), TestKey.Of(id).Verifier().Thumbprint);
    }

    [Fact]
    public void A_curve_that_no_algorithm_uses_has_no_name()
    {
        Assert.Null(JwkThumbprint.CurveName(ECCurve.CreateFromFriendlyName("secp256k1")));
        Assert.Null(JwkThumbprint.CurveName(default));
    }
}
