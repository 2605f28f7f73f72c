using System.Text;
using ScopeAuth.Keys;

namespace ScopeAuth.Tests.Fuzzing;

/// <summary>Every input that ever broke something, so that it never does again.</summary>
public sealed class FoundByFuzzingTests
{
    [Theory]
    [InlineData("""{"keys":[],"\udc00":1,"a":2}""")]
    [InlineData("""{"keys":[{"kty":"RSA","\ud800":1,"a":2}]}""")]
    [InlineData("""{"\ud800\u0041":1,"keys":[{}]}""")]
    public void Half_a_character_in_a_name_makes_a_key_set_unreadable_and_throws_nothing(string text)
    {
        var reading = KeySetReader.Read(Encoding.UTF8.GetBytes(text));

        Assert.Equal(KeyFailureKind.InvalidKeySet, reading.Failure?.Kind);
        Assert.DoesNotContain("\\u", reading.Failure!.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://\ufeff/jwks")]
    [InlineData("https://xn--\u00e9.example/jwks")]
    public void A_key_address_whose_host_is_no_name_is_not_followed_and_throws_nothing(string address)
    {
        var document = $$"""{"issuer":"https://as.example","jwks_uri":"{{address}}"}""";
        Assert.True(Uri.TryCreate(address, UriKind.Absolute, out _));

        Assert.False(MetadataReader.TryReadJwksUri(Encoding.UTF8.GetBytes(document), new("https://as.example"), ["https://as.example"], out _, out var failure));
        Assert.Equal(KeyFailureKind.JwksUriNotAllowed, failure.Kind);
    }
}
