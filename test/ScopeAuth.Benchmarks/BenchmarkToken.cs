using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ScopeAuth.Benchmarks;

/// <summary>An access token of twelve claims and about 1 KB, and the key that it is signed with.</summary>
internal sealed class BenchmarkToken
{
    public const string Issuer = "https://acme.okta.com/oauth2/aus1";

    private BenchmarkToken(string compact, string publicKeyPem) => (Compact, PublicKeyPem) = (compact, publicKeyPem);

    public string Compact { get; }

    public string PublicKeyPem { get; }

    public byte[] SigningInput => Encoding.ASCII.GetBytes(Compact.ToCharArray(), 0, Compact.LastIndexOf('.'));

    public byte[] Signature => Base64Url.DecodeFromChars(Compact.AsSpan(Compact.LastIndexOf('.') + 1));

    public static BenchmarkToken Rs256(RSA key, string keyId, string issuer = Issuer)
    {
        var input = SigningInputOf("RS256", keyId, issuer);
        return Seal(input, key.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), key.ExportSubjectPublicKeyInfoPem());
    }

    public static BenchmarkToken Es256(ECDsa key, string keyId)
    {
        var input = SigningInputOf("ES256", keyId, Issuer);
        return Seal(input, key.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256), key.ExportSubjectPublicKeyInfoPem());
    }

    private static BenchmarkToken Seal(string input, byte[] signature, string pem) => new($"{input}.{Base64Url.EncodeToString(signature)}", pem);

    private static string SigningInputOf(string algorithm, string keyId, string issuer)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var header = $$"""{"kid":"{{keyId}}","alg":"{{algorithm}}"}""";
        var payload = $$"""
            {"ver":1,"jti":"AT.0mP4JKAZX1iACIT4vbEDF7LpvDVjxypPMf0D7uX39RE","iss":"{{issuer}}","aud":"https://api.example","iat":{{now}},"exp":{{now + 3600}},"cid":"0oa4dr9kzkykPrLhq0g7","uid":"00ujmkLgagxeRrAg20g3","sub":"0oa4dr9kzkykPrLhq0g7","auth_time":{{now}},"department":"{{new string('d', 150)}}","scp":["zscaler.net::1234567::FirewallAdmin"]}
            """;
        return $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}";
    }
}
