using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ScopeAuth.Testing.Tests;

public sealed class SigningTests
{
    [Theory]
    [InlineData("RS256", 2048)]
    [InlineData("RS384", 3072)]
    [InlineData("RS512", 2048)]
    [InlineData("PS256", 2048)]
    [InlineData("PS384", 2048)]
    [InlineData("PS512", 2048)]
    [InlineData("ES256", 256)]
    [InlineData("ES384", 384)]
    [InlineData("ES512", 521)]
    public async Task Every_algorithm_verifies_with_the_published_key(string algorithm, int bits)
    {
        await using var server = await TestAuthorizationServer.StartAsync(
            Vendor.Generic,
            options =>
            {
                options.Algorithm = algorithm;
                if (algorithm[0] != 'E') options.RsaKeySize = bits;
            },
            Http.Cancelled);

        var keys = await Http.GetJsonAsync(server.JwksUri);
        var token = ParsedToken.Of(server.IssueToken());

        Assert.Equal(algorithm, (string?)token.Header["alg"]);
        Assert.Equal(algorithm, (string?)PublishedKeys.Find(keys, token.KeyId)["alg"]);
        Assert.Equal(algorithm[0] == 'E' ? (bits + 7) / 8 * 2 : bits / 8, token.Signature.Length);
        Assert.True(PublishedKeys.Verify(keys, token));
    }

    [Fact]
    public async Task One_token_can_be_signed_with_another_algorithm_of_the_same_key()
    {
        await using var server = await TestAuthorizationServer.StartAsync(Vendor.Okta, cancellationToken: Http.Cancelled);
        var token = ParsedToken.Of(server.IssueToken(new TestToken { Algorithm = "PS384" }));

        Assert.Equal("PS384", (string?)token.Header["alg"]);
        Assert.True(PublishedKeys.Verify(await Http.GetJsonAsync(server.JwksUri), token));
        Assert.Throws<InvalidOperationException>(() => server.IssueToken(new TestToken { Algorithm = "ES256" }));
    }

    [Fact]
    public void An_unknown_algorithm_is_refused_when_the_server_is_made()
    {
        var refused = Assert.Throws<ArgumentException>(
            () => new TestAuthorizationServer(Vendor.Okta, new("http://as.example"), options => options.Algorithm = "HS256"));

        Assert.Contains("'HS256'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_and_certificate_can_be_handed_over_as_PEM()
    {
        await using var server = new TestAuthorizationServer(Vendor.Generic, new("http://as.example"));
        var token = ParsedToken.Of(server.IssueToken());
        using var key = RSA.Create();
        key.ImportFromPem(server.PublicKeyPem);
        using var certificate = X509Certificate2.CreateFromPem(server.CertificatePem);

        Assert.True(key.VerifyData(token.SignedBytes, token.Signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        Assert.Equal(key.ExportSubjectPublicKeyInfoPem(), certificate.PublicKey.GetRSAPublicKey()!.ExportSubjectPublicKeyInfoPem());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Rotation_lets_the_next_published_key_sign(bool keepOld)
    {
        await using var server = await TestAuthorizationServer.StartAsync(Vendor.PingFederate, cancellationToken: Http.Cancelled);
        var before = await Http.GetJsonAsync(server.JwksUri);
        var old = ParsedToken.Of(server.IssueToken());

        server.RotateKeys(keepOld);
        var token = ParsedToken.Of(server.IssueToken());
        var after = await Http.GetJsonAsync(server.JwksUri);

        Assert.NotEqual(old.KeyId, token.KeyId);
        Assert.True(PublishedKeys.Verify(before, token));                          // it was published before it signed
        Assert.True(PublishedKeys.Verify(after, token));
        Assert.Equal(keepOld, after["keys"]!.AsArray().Any(key => (string?)key!["kid"] == old.KeyId));
        Assert.Contains(after["keys"]!.AsArray(), key => (string?)key!["use"] == "enc");
    }
}
