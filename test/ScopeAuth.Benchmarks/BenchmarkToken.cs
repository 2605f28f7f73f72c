using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ScopeAuth.Benchmarks;

/// <summary>An access token of twelve claims and about 1 KB.</summary>
internal sealed class BenchmarkToken(string compact)
{
    public const string Issuer = "https://acme.okta.com/oauth2/aus1";

    /// <summary>By how many bytes the signature of RS256 is longer than that of ES256.</summary>
    public const int MissingInEs256 = 256 - 64;

    public string Compact { get; } = compact;

    public byte[] SigningInput => Encoding.ASCII.GetBytes(Compact.ToCharArray(), 0, Compact.LastIndexOf('.'));

    public byte[] Signature => Base64Url.DecodeFromChars(Compact.AsSpan(Compact.LastIndexOf('.') + 1));

    public string WithBadSignature => Seal(Compact[..Compact.LastIndexOf('.')], [.. Signature[..^1], (byte)(Signature[^1] ^ 1)]).Compact;

    public static BenchmarkToken Rs256(RSA key, int number)
    {
        var input = SigningInputOf("RS256", "rs256", number);
        return Seal(input, key.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    /// <summary>A token of another server or of another key of its own.</summary>
    public static BenchmarkToken Rs256(RSA key, string keyId, string issuer = Issuer)
    {
        var input = SigningInputOf("RS256", keyId, number: 0, issuer);
        return Seal(input, key.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    public static BenchmarkToken Es256(ECDsa key, int number, int padding = 0)
    {
        var input = SigningInputOf("ES256", "es256", number, padding: padding);
        return Seal(input, key.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256));
    }

    public static string SigningInputOf(string algorithm, string keyId, int number, string issuer = Issuer, int lifetime = 3600, int padding = 0)
    {
        var end = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + lifetime;
        var issued = end - 3600;
        var header = $$"""{"kid":"{{keyId}}","alg":"{{algorithm}}"}""";
        var payload = $$"""
            {"ver":1,"jti":"AT.0mP4JKAZX1iACIT4vbEDF7LpvDVjxypPMf0{{number:D8}}","iss":"{{issuer}}","aud":"https://api.example","iat":{{issued}},"exp":{{end}},"cid":"0oa4dr9kzkykPrLhq0g7","uid":"00ujmkLgagxeRrAg20g3","sub":"0oa4dr9kzkykPrLhq0g7","auth_time":{{issued}},"department":"{{new string('d', 150 + padding)}}","scp":["zscaler.net::1234567::FirewallAdmin"]}
            """;
        return $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}";
    }

    public static BenchmarkToken Seal(string input, byte[] signature) => new($"{input}.{Base64Url.EncodeToString(signature)}");
}
