using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using ScopeAuth.Keys;
using ScopeAuth.Tests.Fuzzing;
using ScopeAuth.Tokens;

namespace ScopeAuth.Tests.Vectors;

/// <summary>Project Wycheproof, signatures without JOSE around them: the key through the key set reader, the signature through the key.</summary>
/// <remarks>Each vector is tried with every algorithm of its kind and hash; where its hash is none of JWA's, with every hash.</remarks>
[Collection(LongRuns.Name)]
public sealed class WycheproofRawTests(ITestOutputHelper output)
{
    private const string Supported = "";

    [Theory]
    [InlineData("ecdsa_secp256r1_sha256_p1363_test", 262, 173)]
    [InlineData("ecdsa_secp384r1_sha384_p1363_test", 280, 193)]
    [InlineData("ecdsa_secp521r1_sha512_p1363_test", 318, 231)]
    [InlineData("rsa_signature_2048_sha256_test", 259, 7)]
    [InlineData("rsa_signature_2048_sha384_test", 258, 7)]
    [InlineData("rsa_signature_2048_sha512_test", 259, 7)]
    [InlineData("rsa_signature_3072_sha256_test", 259, 7)]
    [InlineData("rsa_signature_3072_sha384_test", 259, 7)]
    [InlineData("rsa_signature_3072_sha512_test", 260, 7)]
    [InlineData("rsa_signature_4096_sha256_test", 258, 7)]
    [InlineData("rsa_signature_4096_sha384_test", 259, 7)]
    [InlineData("rsa_signature_4096_sha512_test", 259, 7)]
    [InlineData("rsa_signature_8192_sha256_test", 258, 7)]
    [InlineData("rsa_signature_8192_sha384_test", 259, 7)]
    [InlineData("rsa_signature_8192_sha512_test", 259, 7)]
    [InlineData("rsa_pss_2048_sha256_mgf1_32_test", 108, 63)]
    [InlineData("rsa_pss_2048_sha384_mgf1_48_test", 141, 95)]
    [InlineData("rsa_pss_3072_sha256_mgf1_32_test", 108, 63)]
    [InlineData("rsa_pss_4096_sha256_mgf1_32_test", 108, 63)]
    [InlineData("rsa_pss_4096_sha384_mgf1_48_test", 141, 95)]
    [InlineData("rsa_pss_4096_sha512_mgf1_64_test", 179, 132)]
    [InlineData("rsa_pss_2048_sha256_mgf1_0_test", 103, 1, "RFC 7518 section 3.5: the salt is as long as the hash; one is")]
    [InlineData("rsa_pss_2048_sha256_mgf1sha1_20_test", 108, 0, "RFC 7518 section 3.5: MGF1 uses the same hash")]
    [InlineData("rsa_pss_4096_sha512_mgf1_32_test", 177, 0, "RFC 7518 section 3.5: the salt is as long as the hash")]
    [InlineData("rsa_pss_misc_test", 150, 3, "RFC 7518 section 3.5: one combination for each hash")]
    [InlineData("ecdsa_secp256k1_sha256_p1363_test", 252, 0, "secp256k1 is no curve of an algorithm here: the key is ignored")]
    [InlineData("ed25519_test", 151, 0, ".NET 10 has no Ed25519: the key is ignored")]
    public void Not_one_valid_signature_is_refused_and_not_one_invalid_accepted(string file, int tests, int accepts, string reason = Supported)
    {
        var (seen, accepted) = (0, 0);
        foreach (var group in VectorFile.Read($"wycheproof/{file}.json").GetProperty("testGroups").EnumerateArray())
        {
            var key = KeySetReader.Read(Encoding.UTF8.GetBytes($$"""{"keys":[{{Jwk(group)}}]}""")).Keys.Keys.SingleOrDefault();
            foreach (var test in group.GetProperty("tests").EnumerateArray())
            {
                var message = Convert.FromHexString(test.GetProperty("msg").GetString()!);
                var signature = Convert.FromHexString(test.GetProperty("sig").GetString()!);
                var found = AlgorithmsOf(group).Where(algorithm => key?.Verify(algorithm, message, signature) ?? false).Select(algorithm => algorithm.Name).ToList();
                var expected = test.GetProperty("result").GetString() == "valid" ? AlgorithmOf(group) : IsMeantForJwa(group, test) ? "PS256" : null;

                Assert.True(found.SequenceEqual(expected is null ? [] : [expected]), $"{file} {test.GetProperty("tcId")}: {string.Join(' ', found)}, not {expected}");
                accepted += found.Count;
                seen++;
            }
        }
        Assert.Equal((tests, accepts), (seen, accepted));
        output.WriteLine($"{file}: {seen} signatures, {accepted} accepted, {seen - accepted} refused. {reason}");
    }

    [Fact]
    public void Every_file_of_signatures_is_in_the_table()
    {
        var table = typeof(WycheproofRawTests).GetMethod(nameof(Not_one_valid_signature_is_refused_and_not_one_invalid_accepted))!
            .GetCustomAttributes(typeof(InlineDataAttribute), false).Cast<InlineDataAttribute>().ToList();
        var files = VectorFile.In("wycheproof").Select(Path.GetFileNameWithoutExtension).Where(name => !name!.StartsWith("json_web", StringComparison.Ordinal));

        Assert.Equal(files, table.Select(row => (string?)row.Data[0]).Order(StringComparer.Ordinal));
        Assert.Equal((5692, 1196), (table.Sum(row => (int)row.Data[1]!), table.Sum(row => (int)row.Data[2]!)));
    }

    private static IEnumerable<SignatureAlgorithm> AlgorithmsOf(JsonElement group)
    {
        var kind = group.GetProperty("type").GetString() switch { "RsassaPkcs1Verify" => "RS", "RsassaPssVerify" => "PS", _ => "ES" };
        var named = group.TryGetProperty("sha", out var sha) ? SignatureAlgorithm.Find(kind + sha.GetString()!["SHA-".Length..]) : null;
        return named is not null ? [named] : SignatureAlgorithm.All.Where(algorithm => algorithm.Name.StartsWith(kind, StringComparison.Ordinal));
    }

    // Which algorithm a valid signature of the group belongs to; null where none may accept it.
    private static string? AlgorithmOf(JsonElement group)
    {
        var hash = group.TryGetProperty("sha", out var sha) ? sha.GetString()!["SHA-".Length..] : "";
        switch (group.GetProperty("type").GetString())
        {
            case "EcdsaP1363Verify":
                return group.GetProperty("publicKey").GetProperty("curve").GetString() == "secp256k1" ? null : $"ES{hash}";
            case "RsassaPkcs1Verify":
                return group.GetProperty("publicKey").GetProperty("publicExponent").GetString() == "03" ? null : $"RS{hash}";     // the key is weak
            case "RsassaPssVerify":
                var isJwa = hash is "256" or "384" or "512" && group.GetProperty("mgfSha").GetString() == $"SHA-{hash}"
                    && group.GetProperty("sLen").GetInt32() * 8 == int.Parse(hash, System.Globalization.CultureInfo.InvariantCulture);
                return isJwa ? $"PS{hash}" : null;
            default:
                return null;
        }
    }

    // Made wrong for a verifier that wants no salt, and so right for JWA.
    private static bool IsMeantForJwa(JsonElement group, JsonElement test) =>
        group.TryGetProperty("sLen", out var salt) && salt.GetInt32() == 0 && test.GetProperty("comment").GetString() == "s_len changed to 32";

    private static string Jwk(JsonElement group)
    {
        var key = group.GetProperty("publicKey");
        switch (group.GetProperty("type").GetString())
        {
            case "EcdsaP1363Verify":
                var point = Convert.FromHexString(key.GetProperty("uncompressed").GetString()!).AsSpan(1);
                var curve = key.GetProperty("curve").GetString() switch { "secp256r1" => "P-256", "secp384r1" => "P-384", "secp521r1" => "P-521", var other => other };
                return $$"""{"kty":"EC","crv":"{{curve}}","x":"{{Base64Url.EncodeToString(point[..(point.Length / 2)])}}","y":"{{Base64Url.EncodeToString(point[(point.Length / 2)..])}}"}""";
            case "EddsaVerify":
                return group.GetProperty("publicKeyJwk").GetRawText();
            default:
                return $$"""{"kty":"RSA","n":"{{Number(key, "modulus")}}","e":"{{Number(key, "publicExponent")}}"}""";
        }
    }

    // With the leading zero that the file writes: some servers do, too.
    private static string Number(JsonElement key, string member) => Base64Url.EncodeToString(Convert.FromHexString(key.GetProperty(member).GetString()!));
}
