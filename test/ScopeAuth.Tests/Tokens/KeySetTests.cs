using System.Text;
using ScopeAuth.Tokens;

namespace ScopeAuth.Tests.Tokens;

public sealed class KeySetTests
{
    private static readonly SignatureAlgorithm Rs256 = SignatureAlgorithm.Find("RS256")!;
    private static readonly SignatureAlgorithm Ps256 = SignatureAlgorithm.Find("PS256")!;
    private static readonly SignatureAlgorithm Es256 = SignatureAlgorithm.Find("ES256")!;

    [Fact]
    public void A_key_is_found_by_its_exact_ID_and_an_algorithm_that_it_allows()
    {
        var (rsa, ec) = (TestKey.Of("rsa-2048").Verifier("RS256"), TestKey.Of("ec-256").Verifier());
        var set = new KeySet([rsa, ec]);

        Assert.Same(rsa, set.Find("rsa-2048"u8, Rs256));
        Assert.Same(ec, set.Find("ec-256"u8, Es256));
        Assert.Null(set.Find("rsa-2048"u8, Ps256));
        Assert.Null(set.Find("rsa-2048"u8, Es256));
        foreach (var other in new[] { "RSA-2048", "rsa-2048 ", "rsa-204", "", "../rsa-2048", "rsa-2048\0", "*" })
            Assert.Null(set.Find(Encoding.UTF8.GetBytes(other), Rs256));
    }

    [Fact]
    public void Two_keys_that_fit_are_as_good_as_none()
    {
        var one = Named(TestKey.Of("rsa-2048"), "k");
        var other = Named(TestKey.Of("rsa-2048-b"), "k");

        Assert.Null(new KeySet([one, other]).Find("k"u8, Rs256));
        Assert.Same(one, new KeySet([one, Named(TestKey.Of("ec-256"), "k")]).Find("k"u8, Rs256));
    }

    [Fact]
    public void A_set_says_which_IDs_it_has()
    {
        var set = new KeySet([Named(TestKey.Of("rsa-2048"), null), TestKey.Of("ec-256").Verifier()]);

        Assert.True(set.Contains("ec-256"u8));
        Assert.False(set.Contains("EC-256"u8));
        Assert.False(set.Contains(""u8));               // a key without an ID is not one with an empty ID
        Assert.False(KeySet.Empty.Contains("ec-256"u8));
    }

    [Fact]
    public void Without_an_ID_the_only_key_that_fits_is_taken()
    {
        var (rsa, ec) = (TestKey.Of("rsa-2048").Verifier(), TestKey.Of("ec-256").Verifier());
        var set = new KeySet([rsa, ec]);

        Assert.Equal([rsa], set.FindWithoutId(Rs256, allowSeveral: false));
        Assert.Equal([ec], set.FindWithoutId(Es256, allowSeveral: false));
        Assert.Empty(new KeySet([rsa, TestKey.Of("rsa-3072").Verifier()]).FindWithoutId(Rs256, allowSeveral: false));
        Assert.Empty(KeySet.Empty.FindWithoutId(Rs256, allowSeveral: true));
        Assert.Null(set.Find(""u8, Rs256));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 4)]
    [InlineData(5, 0)]
    public void Without_an_ID_at_most_four_keys_are_tried_where_several_may_be(int keys, int tried)
    {
        var key = TestKey.Of("rsa-2048").Verifier();

        Assert.Equal(tried, new KeySet([.. Enumerable.Repeat(key, keys)]).FindWithoutId(Rs256, allowSeveral: true).Length);
    }

    private static VerificationKey Named(TestKey pair, string? id)
    {
        Assert.True(pair.Rsa is not null
            ? VerificationKey.TryCreate(pair.Rsa, id, null, out var key, out _)
            : VerificationKey.TryCreate(pair.Ecdsa!, id, null, out key, out _));
        return key!;
    }
}
