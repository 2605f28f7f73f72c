using System.Text.Json;

namespace ScopeAuth.Tests.Vectors;

/// <summary>Project Wycheproof, JOSE: compact tokens and JSON Web Keys as they are published.</summary>
public sealed class WycheproofJoseTests(ITestOutputHelper output)
{
    /// <summary>Upstream "valid", refused here on purpose. The file and the number of the test.</summary>
    private static readonly Dictionary<(string File, int Test), string> Stricter = new()
    {
        [("json_web_signature_test", 346)] = "the header says PS384, the key PS256: a key has one algorithm (RFC 8725 section 3.1)",
        [("json_web_signature_test", 350)] = "the header says PS384, the key PS256: a key has one algorithm (RFC 8725 section 3.1)",
        [("json_web_signature_test", 347)] = "the key's algorithm ES521 does not exist",
        [("json_web_signature_test", 351)] = "the key's algorithm ES521 does not exist",
    };

    [Theory]
    [InlineData("json_web_signature_test", 401, 32, 10)]
    [InlineData("json_web_key_test", 26, 1, 4)]
    [InlineData("json_web_crypto_test", 83, 2, 2)]
    [InlineData("json_web_encryption_test", 139, 0, 0)]
    public void Not_one_valid_token_is_refused_and_not_one_invalid_accepted(string file, int tests, int accepts, int unsupported)
    {
        var (seen, accepted, symmetric) = (0, 0, 0);
        foreach (var group in VectorFile.Read($"wycheproof/{file}.json").GetProperty("testGroups").EnumerateArray())
        {
            // Where there is no public half, the key is a shared secret: HMAC and encryption end in "unsupported".
            var isSymmetric = !group.TryGetProperty("public", out var key);
            var jwks = Set(isSymmetric ? group.GetProperty("private") : key);
            foreach (var test in group.GetProperty("tests").EnumerateArray())
            {
                var number = test.GetProperty("tcId").GetInt32();
                var isValid = test.GetProperty("result").GetString() == "valid";
                var isEncrypted = test.TryGetProperty("jwe", out var text);
                if (!isEncrypted) text = test.GetProperty("jws");
                var refusal = SignatureLayer.Refusal(text.ToString(), jwks);

                var expected = isValid && !isSymmetric && !isEncrypted && !Stricter.ContainsKey((file, number));
                Assert.True(expected == refusal is null, $"{file} {number} {test.GetProperty("comment")}: {refusal}");
                symmetric += isValid && isSymmetric && !isEncrypted ? 1 : 0;
                accepted += refusal is null ? 1 : 0;
                seen++;
            }
        }
        output.WriteLine($"{file}: {seen} tokens, {accepted} accepted, {seen - accepted} refused, of which {symmetric} valid but symmetric.");
        Assert.Equal((tests, accepts, unsupported), (seen, accepted, symmetric));
    }

    [Fact]
    public void Spellings_of_base64url_are_told_apart_before_any_key_is_asked()
    {
        var group = VectorFile.Read("wycheproof/json_web_signature_test.json").GetProperty("testGroups").EnumerateArray()
            .Single(group => group.GetProperty("comment").GetString() == "base64");
        var tests = group.GetProperty("tests").EnumerateArray().ToList();
        Assert.Equal(Enumerable.Range(357, 21), tests.Select(test => test.GetProperty("tcId").GetInt32()));
        foreach (var test in tests)
        {
            // Byte for byte the same as the valid 357; and a question mark is no base64url, whatever a decoder makes of it.
            var expected = test.GetProperty("tcId").GetInt32() switch
            {
                367 or 370 => true,
                372 or 373 => false,
                _ => test.GetProperty("result").GetString() == "valid",
            };
            Assert.Equal(expected ? null : Rejection.Malformed, SignatureLayer.StructureFault(test.GetProperty("jws").ToString()));
        }
    }

    private static string Set(JsonElement key) => key.TryGetProperty("keys", out _) ? key.GetRawText() : $$"""{"keys":[{{key.GetRawText()}}]}""";
}
