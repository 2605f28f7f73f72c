using System.Numerics;
using System.Security.Cryptography;
using ScopeAuth.Tokens;

namespace ScopeAuth.Tests.Tokens;

public sealed class VerificationKeyTests
{
    private static readonly byte[] Data = "header.payload"u8.ToArray();

    public static TheoryData<string> Keys => [.. TestKey.All];

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_key_verifies_what_its_private_half_signed_and_nothing_else(string id)
    {
        var pair = TestKey.Of(id);
        var key = pair.Verifier();
        Assert.Equal(pair.Rsa is null ? 1 : 6, pair.Algorithms.Count());
        Assert.Equal(pair.Algorithms, key.Algorithms);
        foreach (var algorithm in pair.Algorithms)
        {
            var signature = pair.Sign(Data, algorithm);

            Assert.True(key.Verify(algorithm, Data, signature));
            Assert.False(key.Verify(algorithm, "header.payloae"u8, signature));
            Assert.False(key.Verify(algorithm, [], signature));
            Assert.False(key.Verify(algorithm, Data, []));
            Assert.False(key.Verify(algorithm, Data, signature.AsSpan(1)));
            Assert.False(key.Verify(algorithm, Data, signature.AsSpan(..^1)));
            Assert.False(key.Verify(algorithm, Data, [0, .. signature]));
            Assert.False(key.Verify(algorithm, Data, [.. signature, 0]));
            foreach (var other in SignatureAlgorithm.All.Where(other => other != algorithm)) Assert.False(key.Verify(other, Data, signature));
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_bit_of_a_signature_counts(string id)
    {
        var pair = TestKey.Of(id);
        var key = pair.Verifier();
        var algorithm = pair.Algorithms.First();
        var signature = pair.Sign(Data, algorithm);
        for (var bit = 0; bit < signature.Length * 8; bit++)
        {
            signature[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(key.Verify(algorithm, Data, signature));
            signature[bit / 8] ^= (byte)(1 << (bit % 8));
        }
        Assert.True(key.Verify(algorithm, Data, signature));
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("RS512")]
    [InlineData("PS384")]
    public void A_key_that_names_its_algorithm_verifies_with_no_other(string only)
    {
        var pair = TestKey.Of("rsa-2048");
        var key = pair.Verifier(only);
        foreach (var algorithm in pair.Algorithms)
        {
            Assert.Equal(algorithm.Name == only, key.Allows(algorithm));
            Assert.Equal(algorithm.Name == only, key.Verify(algorithm, Data, pair.Sign(Data, algorithm)));
        }
    }

    [Theory]
    [InlineData("rsa-2048", "ES256")]
    [InlineData("rsa-2048", "RS1")]
    [InlineData("rsa-2048", "rs256")]
    [InlineData("rsa-2048", "")]
    [InlineData("ec-256", "ES384")]
    [InlineData("ec-256", "RS256")]
    [InlineData("ec-384", "ES256")]
    [InlineData("ec-521", "ES521")]
    public void A_key_whose_algorithm_is_not_one_of_its_type_is_refused(string id, string only)
    {
        var pair = TestKey.Of(id);
        Assert.False(pair.Rsa is not null
            ? VerificationKey.TryCreate(pair.Rsa, id, only, out var key, out var fault)
            : VerificationKey.TryCreate(pair.Ecdsa!, id, only, out key, out fault));
        Assert.Null(key);
        Assert.Equal("its algorithm is not one that its type can verify", fault);
    }

    [Fact]
    public void A_key_of_another_curve_is_refused()
    {
        using var ecdsa = ECDsa.Create(ECCurve.CreateFromFriendlyName("secp256k1"));

        Assert.False(VerificationKey.TryCreate(ecdsa, "k", null, out _, out var fault));
        Assert.Equal("its curve is not P-256, P-384 or P-521", fault);
    }

    [Fact]
    public void A_weak_key_is_refused()
    {
        using var rsa = RSA.Create(1024);

        Assert.False(VerificationKey.TryCreate(rsa, "k", null, out _, out var fault));
        Assert.Equal("it has 1024 bits; 2048 to 8192 are allowed", fault);
    }

    [Fact]
    public void A_signature_in_the_other_padding_is_wrong()
    {
        var pair = TestKey.Of("rsa-2048");
        var key = pair.Verifier();
        foreach (var one in pair.Algorithms)
            foreach (var other in pair.Algorithms.Where(other => other != one))
                Assert.False(key.Verify(one, Data, pair.Sign(Data, other)));
    }

    [Fact]
    public void An_ECDSA_signature_in_DER_is_wrong()
    {
        foreach (var id in new[] { "ec-256", "ec-384", "ec-521" })
        {
            var pair = TestKey.Of(id);
            var algorithm = pair.Algorithms.Single();
            Assert.False(pair.Verifier().Verify(algorithm, Data, pair.Ecdsa!.SignData(Data, algorithm.Hash, DSASignatureFormat.Rfc3279DerSequence)));
        }
    }

    [Fact]
    public void The_twin_of_an_ECDSA_signature_is_as_good()
    {
        // ECDSA is malleable: with (r, s) also (r, n - s) is right. Nothing may ever be keyed by the text of a token for that reason.
        var pair = TestKey.Of("ec-256");
        var algorithm = pair.Algorithms.Single();
        var signature = pair.Sign(Data, algorithm);
        var order = BigInteger.Parse("00FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", System.Globalization.NumberStyles.HexNumber, null);
        var twin = (order - new BigInteger(signature.AsSpan(32), isUnsigned: true, isBigEndian: true)).ToByteArray(isUnsigned: true, isBigEndian: true);
        byte[] other = [.. signature.AsSpan(0, 32), .. new byte[32 - twin.Length], .. twin];

        Assert.NotEqual(signature, other);
        Assert.True(pair.Verifier().Verify(algorithm, Data, other));
    }

    [Fact]
    public void A_key_is_shown_by_its_type_size_and_thumbprint()
    {
        var (rsa, ec) = (TestKey.Of("rsa-3072").Verifier(), TestKey.Of("ec-521").Verifier());

        Assert.Equal(("RSA", 3072, "rsa-3072"), (rsa.KeyType, rsa.Bits, rsa.KeyId));
        Assert.Equal(("EC", 521, "ec-521"), (ec.KeyType, ec.Bits, ec.KeyId));
        Assert.Equal("rsa-3072"u8, rsa.Utf8KeyId);
        Assert.Equal(43, rsa.Thumbprint.Length);
        Assert.NotEqual(rsa.Thumbprint, ec.Thumbprint);
        Assert.NotNull(rsa.ExportRsa());
        Assert.Null(rsa.ExportEc());
        Assert.NotNull(ec.ExportEc());
        Assert.Null(ec.ExportRsa());
        Assert.Null(rsa.ExportRsa()!.Value.D);
    }

    [Fact]
    public void Two_readings_of_one_key_are_the_same_only_with_the_same_rules()
    {
        var key = TestKey.Of("rsa-2048").Verifier();

        Assert.True(key.IsSameAs(TestKey.Of("rsa-2048").Verifier()));
        Assert.False(key.IsSameAs(TestKey.Of("rsa-2048").Verifier("RS256")));
        Assert.False(key.IsSameAs(TestKey.Of("rsa-2048-b").Verifier()));
        Assert.False(key.IsSameAs(key.With(issuer: "https://as")));
        Assert.False(key.IsSameAs(key.With(certificateNotAfter: DateTimeOffset.UnixEpoch)));
        Assert.True(key.With("https://as").With(certificateNotAfter: DateTimeOffset.UnixEpoch).IsSameAs(key.With("https://as", DateTimeOffset.UnixEpoch)));
        Assert.True(key.With("https://as").Verify(key.Algorithms.First(), Data, TestKey.Of("rsa-2048").Sign(Data, key.Algorithms.First())));
    }
}
