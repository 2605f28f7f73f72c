using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ScopeAuth.Keys;
using ScopeAuth.Network;
using ScopeAuth.Tokens;

namespace ScopeAuth.Tests.Keys;

public sealed class KeySetReaderTests
{
    private static readonly string Good = Jwks.Rsa("good");

    [Fact]
    public void Rsa_and_ec_keys_are_read_with_all_algorithms_of_their_type()
    {
        var reading = Read(
            Jwks.Rsa("rsa"),
            Jwks.Ec("p256", ECCurve.NamedCurves.nistP256, "P-256"),
            Jwks.Ec("p384", ECCurve.NamedCurves.nistP384, "P-384"),
            Jwks.Ec("p521", ECCurve.NamedCurves.nistP521, "P-521"));

        Assert.Null(reading.Failure);
        Assert.Empty(reading.Ignored);
        Assert.Equal(
            ["rsa: RS256 RS384 RS512 PS256 PS384 PS512", "p256: ES256", "p384: ES384", "p521: ES512"],
            reading.Keys.Keys.Select(key => $"{key.KeyId}: {string.Join(' ', key.Algorithms)}"));
    }

    [Fact]
    public void A_key_that_names_an_algorithm_verifies_nothing_else()
    {
        var key = Assert.Single(Read(Jwks.Rsa("one", more: "\"alg\":\"RS512\"")).Keys.Keys);

        Assert.Equal("RS512", Assert.Single(key.Algorithms).Name);
    }

    [Fact]
    public void What_a_read_key_signed_is_verified()
    {
        using var rsa = RSA.Create(Jwks.Key());
        var signature = rsa.SignData("header.payload"u8, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

        var key = Assert.Single(Read(Good).Keys.Keys);

        Assert.True(key.Verify(SignatureAlgorithm.Find("RS256")!, "header.payload"u8, signature));
    }

    [Fact]
    public void The_issuer_that_Entra_ID_writes_beside_a_key_is_kept() =>
        Assert.Equal(
            "https://login.microsoftonline.com/{tenantid}/v2.0",
            Assert.Single(Read(Jwks.Rsa("one", more: "\"issuer\":\"https://login.microsoftonline.com/{tenantid}/v2.0\"")).Keys.Keys).Issuer);

    [Fact]
    public void A_certificate_beside_the_key_is_not_looked_at() =>
        Assert.Single(Read(Jwks.Rsa("one", more: "\"x5c\":[\"no certificate at all\"],\"x5t\":\"x\",\"x5u\":\"http://127.0.0.1/\"")).Keys.Keys);

    [Fact]
    public void A_modulus_with_a_leading_zero_octet_is_the_same_modulus()
    {
        var padded = Base64Url.EncodeToString([0, .. Jwks.Key().Modulus!]);

        var key = Assert.Single(Read(Jwks.Rsa("one", padded, "AAEAAQ")).Keys.Keys);

        Assert.Equal((2048, JwkThumbprint.Of(Jwks.Key())), (key.Bits, key.Thumbprint));
    }

    [Fact]
    public void A_key_may_have_no_key_id_and_an_empty_one_is_none() =>
        Assert.All(Read(Jwks.Rsa(null, 0), Jwks.Rsa("", 1)).Keys.Keys, key => Assert.Null(key.KeyId));

    [Theory]
    [InlineData(256, true)]
    [InlineData(257, false)]
    public void A_key_id_has_at_most_256_characters(int length, bool usable) =>
        Assert.Equal(usable, Read(Jwks.Rsa(new string('k', length))).Failure is null);

    [Fact]
    public void Two_keys_of_one_type_and_one_id_are_both_unusable()
    {
        var reading = Read(Jwks.Rsa("twice", 0), Jwks.Rsa("twice", 1), Good);

        Assert.Equal("good", Assert.Single(reading.Keys.Keys).KeyId);
        Assert.Equal([KeyIgnoredCause.AmbiguousKeyId, KeyIgnoredCause.AmbiguousKeyId], reading.Ignored.Select(key => key.Cause));
    }

    [Fact]
    public void Keys_of_different_types_may_share_an_id() =>
        Assert.Equal(2, Read(Jwks.Rsa("same"), Jwks.Ec("same", ECCurve.NamedCurves.nistP256, "P-256")).Keys.Keys.Length);

    [Fact]
    public void A_key_for_encryption_may_share_the_id_of_the_key_for_signatures() =>
        Assert.Single(Read(Jwks.Rsa("same", 0), Jwks.Rsa("same", 1, "\"use\":\"enc\"")).Keys.Keys);

    [Fact]
    public void Sixty_four_keys_are_read_and_sixty_five_are_not()
    {
        string[] keys = [.. Enumerable.Range(0, 65).Select(number => Jwks.Rsa($"key-{number}"))];

        Assert.Equal(64, Read(keys[..64]).Keys.Keys.Length);
        Assert.Equal(KeyFailureKind.TooManyKeys, Read(keys).Failure?.Kind);
    }

    [Theory]
    [InlineData(2048, true)]
    [InlineData(2049, false)]
    public void An_issuer_beside_a_key_has_2048_characters_at_most(int length, bool isRead) =>
        Assert.Equal(isRead, Read(Jwks.Rsa("one", more: $"\"issuer\":\"{new string('i', length)}\"")).Keys.Keys.Length == 1);

    [Theory]
    [InlineData(256, true)]
    [InlineData(257, false)]
    public void A_key_ID_has_256_characters_at_most(int length, bool isRead) =>
        Assert.Equal(isRead, Read(Jwks.Rsa(new string('k', length))).Keys.Keys.Length == 1);

    [Fact]
    public void A_set_without_a_usable_key_is_a_failure_that_explains_every_key()
    {
        var reading = Read(Jwks.Rsa("enc", more: "\"use\":\"enc\""), """{"kty":"OKP","crv":"Ed25519","x":"AA"}""");

        Assert.Equal(KeyFailureKind.NoUsableKey, reading.Failure?.Kind);
        Assert.Equal([KeyIgnoredCause.NotForSignatures, KeyIgnoredCause.UnsupportedKeyType], reading.Ignored.Select(key => key.Cause));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"keys\"")]
    [InlineData("{}")]
    [InlineData("""{"Keys":[]}""")]                     // names are case-sensitive
    [InlineData("""{"keys":{}}""")]
    [InlineData("""{"keys":null}""")]
    [InlineData("""{"keys":[],"keys":[]}""")]           // the last one must not silently win
    [InlineData("""{"keys":[],"k\u0065ys":[]}""")]
    [InlineData("""{"keys":[{"kty":"RSA","kty":"EC"}]}""")]
    [InlineData("""{"keys":[],}""")]
    [InlineData("""{"keys":[]} {"keys":[]}""")]
    [InlineData("""{"keys":[] /* comment */}""")]
    [InlineData("\ufeff{\"keys\":[]}")]
    [InlineData("<html><body>502 Bad Gateway</body></html>")]
    [InlineData("""{"keys":[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]}""")]
    public void What_is_not_strictly_a_key_set_is_a_failure(string text) =>
        Assert.Equal(KeyFailureKind.InvalidKeySet, KeySetReader.Read(Encoding.UTF8.GetBytes(text)).Failure?.Kind);

    [Fact]
    public void An_empty_set_is_a_failure() => Assert.Equal(KeyFailureKind.NoUsableKey, Read().Failure?.Kind);

    [Fact]
    public void A_set_beyond_512_KiB_is_not_parsed() =>
        Assert.Equal(NetworkFailureKind.TooLarge, KeySetReader.Read(new byte[(512 * 1024) + 1]).Failure?.Network);

    [Fact]
    public void No_mutation_of_a_set_makes_the_reader_throw()
    {
        var set = Encoding.UTF8.GetBytes(Jwks.Set(Good, Jwks.Ec("ec", ECCurve.NamedCurves.nistP256, "P-256")));
        var random = new Random(20260301);
        for (var round = 0; round < 2000; round++)
        {
            var mutant = (byte[])set.Clone();
            for (var change = random.Next(1, 4); change > 0; change--) mutant[random.Next(mutant.Length)] = (byte)random.Next(256);

            var reading = KeySetReader.Read(mutant.AsMemory(0, random.Next(mutant.Length / 2, mutant.Length + 1)));

            Assert.Equal(reading.Failure is null, reading.Keys.Keys.Length > 0);
        }
    }

    private static KeySetReading Read(params string[] keys) => KeySetReader.Read(Encoding.UTF8.GetBytes(Jwks.Set(keys)));
}
