using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ScopeAuth.Keys;
using ScopeAuth.Tokens;

namespace ScopeAuth.Tests.Keys;

public sealed class PemKeyReaderTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("PUBLIC KEY")]
    [InlineData("RSA PUBLIC KEY")]
    public void An_rsa_key_is_named_after_its_file(string label)
    {
        using var rsa = RSA.Create(Jwks.Key());
        var pem = label is "PUBLIC KEY" ? rsa.ExportSubjectPublicKeyInfoPem() : rsa.ExportRSAPublicKeyPem();

        var key = Assert.Single(Read(("keys/beta-2026.v1.pem", pem)).Keys.Keys);

        Assert.Equal(("beta-2026.v1", "RSA", JwkThumbprint.Of(Jwks.Key())), (key.KeyId, key.KeyType, key.Thumbprint));
    }

    [Fact]
    public void An_ec_key_is_read()
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        var key = Assert.Single(Read(("beta.pem", ecdsa.ExportSubjectPublicKeyInfoPem())).Keys.Keys);

        Assert.Equal(("beta", "ES384"), (key.KeyId, Assert.Single(key.Algorithms).Name));
    }

    [Fact]
    public void A_certificate_gives_its_key_and_says_when_it_ends()
    {
        using var rsa = RSA.Create(Jwks.Key());
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        var keys = Read(
            ("one.crt", Certificate(new CertificateRequest("CN=one", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))),
            ("two.crt", Certificate(new CertificateRequest("CN=two", ecdsa, HashAlgorithmName.SHA256)))).Keys.Keys;

        Assert.Equal(["one", "two"], keys.Select(key => key.KeyId));
        Assert.All(keys, key => Assert.Equal(Noon.AddDays(90), key.CertificateNotAfter));
    }

    [Fact]
    public void Several_keys_in_one_file_are_named_by_their_thumbprints()
    {
        using var one = RSA.Create(Jwks.Key(0));
        using var two = RSA.Create(Jwks.Key(1));

        var keys = Read(("both.pem", $"first\n{one.ExportSubjectPublicKeyInfoPem()}\nsecond\n{two.ExportRSAPublicKeyPem()}\n")).Keys.Keys;

        Assert.Equal([JwkThumbprint.Of(Jwks.Key(0)), JwkThumbprint.Of(Jwks.Key(1))], keys.Select(key => key.KeyId));
    }

    [Fact]
    public void A_private_key_is_a_fault_that_says_what_to_do()
    {
        using var rsa = RSA.Create(Jwks.Key());
        string[] pems = [rsa.ExportPkcs8PrivateKeyPem(), rsa.ExportRSAPrivateKeyPem(), "-----BEGIN EC PRIVATE KEY-----\nbroken"];

        Assert.All(pems, pem =>
        {
            var failure = Read(("beta.pem", rsa.ExportSubjectPublicKeyInfoPem() + "\n" + pem)).Failure;
            Assert.Equal(KeyFailureKind.PrivateKeyInFile, failure?.Kind);
            Assert.Contains("'beta' holds a private key", failure?.Detail, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("not PEM")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")]
    [InlineData("-----BEGIN RSA PUBLIC KEY-----\nAAAA\n-----END RSA PUBLIC KEY-----")]
    [InlineData("-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----")]
    public void What_is_no_public_key_or_certificate_is_a_fault(string text) =>
        Assert.Equal(KeyFailureKind.InvalidFile, Read(("beta.pem", text)).Failure?.Kind);

    [Fact]
    public void Keys_on_curves_are_named_by_their_thumbprints_too_where_a_file_holds_several()
    {
        using var one = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var two = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        var keys = Read(("two.pem", one.ExportSubjectPublicKeyInfoPem() + "\n" + two.ExportSubjectPublicKeyInfoPem())).Keys.Keys;

        Assert.Equal(2, keys.Length);
        Assert.All(keys, key => Assert.Equal(key.Thumbprint, key.KeyId));
    }

    [Fact]
    public void A_weak_key_is_left_out()
    {
        using var weak = RSA.Create(1024);
        using var good = RSA.Create(Jwks.Key());

        var reading = Read(("weak.pem", weak.ExportSubjectPublicKeyInfoPem()), ("good.pem", good.ExportSubjectPublicKeyInfoPem()));

        Assert.Equal("good", Assert.Single(reading.Keys.Keys).KeyId);
        Assert.Equal(("weak", KeyIgnoredCause.WeakKey), (Assert.Single(reading.Ignored).KeyId, reading.Ignored[0].Cause));
    }

    [Fact]
    public void A_key_on_another_curve_is_left_out()
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.brainpoolP256r1);

        Assert.Equal(KeyFailureKind.NoUsableKey, Read(("beta.pem", ecdsa.ExportSubjectPublicKeyInfoPem())).Failure?.Kind);
    }

    [Fact]
    public void Files_of_one_name_in_two_folders_are_ambiguous()
    {
        using var one = RSA.Create(Jwks.Key(0));
        using var two = RSA.Create(Jwks.Key(1));

        var reading = Read(("a/beta.pem", one.ExportSubjectPublicKeyInfoPem()), ("b/beta.pem", two.ExportSubjectPublicKeyInfoPem()));

        Assert.Equal(KeyFailureKind.NoUsableKey, reading.Failure?.Kind);
        Assert.All(reading.Ignored, key => Assert.Equal(KeyIgnoredCause.AmbiguousKeyId, key.Cause));
    }

    private static KeySetReading Read(params (string Path, string Text)[] files) =>
        PemKeyReader.Read([.. files.Select(file => (file.Path, Encoding.UTF8.GetBytes(file.Text)))]);

    private static string Certificate(CertificateRequest request)
    {
        using var certificate = request.CreateSelfSigned(Noon.AddDays(-1), Noon.AddDays(90));
        return certificate.ExportCertificatePem();
    }
}
