using System.Text;
using System.Text.Json;
using ScopeAuth.Keys;
using ScopeAuth.Tests.Tokens;

namespace ScopeAuth.Tests.Vectors;

/// <summary>The examples of RFC 7520, RFC 7797 and RFC 8037 as data.</summary>
public sealed class JoseCookbookTests(ITestOutputHelper output)
{
    /// <summary>Every example that can be written in compact form, and why it is refused; null where its signature is good.</summary>
    private static readonly Dictionary<string, string?> Compact = new(StringComparer.Ordinal)
    {
        ["jws/4_1.rsa_v15_signature"] = null,
        ["jws/4_2.rsa-pss_signature"] = null,
        ["jws/4_3.ecdsa_signature"] = null,
        ["jws/4_4.hmac-sha2_integrity_protection"] = "AlgorithmNotAllowed",
        ["jws/4_5.signature_with_detached_content"] = "AlgorithmNotAllowed",
        ["rfc7797/hmac-sha2_b64_false"] = "UnsupportedHeader",
        ["curve25519/jws"] = "AlgorithmNotAllowed",
        ["curve25519/ecdh-es"] = "EncryptedToken",
        ["6.nesting_signatures_and_encryption sign"] = null,                                 // claims, signed with PS256
        ["6.nesting_signatures_and_encryption encrypt"] = "EncryptedToken",
    };

    /// <summary>Examples that exist in JSON form only, which is no token.</summary>
    private static readonly string[] JsonOnly =
    [
        "jws/4_6.protecting_specific_header_fields", "jws/4_7.protecting_content_only", "jws/4_8.multiple_signatures", "rfc7797/4.2.hmac-sha2_b64_false",
        "jwe/5_10.including_additional_authentication_data", "jwe/5_11.protecting_specific_header_fields", "jwe/5_12.protecting_content_only",
        "jwe/5_13.encrypting_to_multiple_recipients",
    ];

    [Fact]
    public void Every_example_has_its_verdict()
    {
        var (good, refused, json) = (0, 0, 0);
        foreach (var (name, input, results) in Examples())
        {
            var forms = results.EnumerateObject().ToList();
            foreach (var form in forms.Where(form => form.Name is "json" or "json_flat"))
            {
                Assert.Equal(Rejection.Malformed, CompactToken.Read(form.Value.GetRawText()));
                json++;
            }
            if (!results.TryGetProperty("compact", out var compact))
            {
                Assert.Contains(name, JsonOnly);
                continue;
            }
            var expected = name.StartsWith("jwe/", StringComparison.Ordinal) ? "EncryptedToken" : Compact[name];
            var key = input.TryGetProperty("key", out var jwk) ? $$"""{"keys":[{{RfcExampleTests.PublicHalf(jwk)}}]}""" : """{"keys":[]}""";
            Assert.Equal((name, expected), (name, SignatureLayer.Refusal(compact.GetString()!, key)));
            if (expected is null) good++;
            else refused++;
        }
        Assert.Equal((4, 15, 50), (good, refused, json));
        output.WriteLine($"{good} signatures good, {refused} compact tokens refused, {json} texts in JSON form refused.");
    }

    [Theory]
    [InlineData("3_1.ec_public_key", null)]
    [InlineData("3_2.ec_private_key", KeyIgnoredCause.PrivateKeyExposed)]
    [InlineData("3_3.rsa_public_key", null)]
    [InlineData("3_4.rsa_private_key", KeyIgnoredCause.PrivateKeyExposed)]
    [InlineData("3_5.symmetric_key_mac_computation", KeyIgnoredCause.Symmetric)]
    [InlineData("3_6.symmetric_key_encryption", KeyIgnoredCause.Symmetric)]
    public void Every_key_is_used_or_ignored_for_its_cause(string name, object? cause)
    {
        Assert.Equal(6, VectorFile.In("ietf-jose-cookbook/jwk").Count);
        var reading = KeySetReader.Read(Encoding.UTF8.GetBytes($$"""{"keys":[{{VectorFile.Read($"ietf-jose-cookbook/jwk/{name}.json").GetRawText()}}]}"""));

        Assert.Equal(cause is null ? 1 : 0, reading.Keys.Keys.Length);
        if (cause is not null) Assert.Equal(cause, Assert.Single(reading.Ignored).Cause);
    }

    private static IEnumerable<(string Name, JsonElement Input, JsonElement Results)> Examples()
    {
        foreach (var file in VectorFile.In("ietf-jose-cookbook"))
        {
            var name = Path.ChangeExtension(Path.GetRelativePath(VectorFile.PathOf("ietf-jose-cookbook"), file), null).Replace('\\', '/');
            if (name.StartsWith("jwk/", StringComparison.Ordinal)) continue;
            var example = VectorFile.Read(file);
            if (example.TryGetProperty("output", out var results)) yield return (name, example.GetProperty("input"), results);
            else
                foreach (var step in new[] { "sign", "encrypt" })
                    yield return ($"{name} {step}", example.GetProperty(step).GetProperty("input"), example.GetProperty(step).GetProperty("output"));
        }
    }
}
