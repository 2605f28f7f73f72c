using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using ScopeAuth.Tests.Vectors;
using ScopeAuth.Tokens;

namespace ScopeAuth.Tests.Tokens;

/// <summary>A fixed key pair, so that a run with the same seed is the same run.</summary>
internal sealed class TestKey
{
    private static readonly ConcurrentDictionary<string, TestKey> Known = new(StringComparer.Ordinal);
    private readonly JsonElement _jwk;

    private TestKey(JsonElement jwk)
    {
        _jwk = jwk;
        Id = Text("kid");
        if (Text("kty") == "RSA")
        {
            Rsa = RSA.Create(new RSAParameters
            {
                Modulus = Bytes("n"),
                Exponent = Bytes("e"),
                D = Bytes("d"),
                P = Bytes("p"),
                Q = Bytes("q"),
                DP = Bytes("dp"),
                DQ = Bytes("dq"),
                InverseQ = Bytes("qi"),
            });
            return;
        }
        var curve = Text("crv") switch
        {
            "P-256" => ECCurve.NamedCurves.nistP256,
            "P-384" => ECCurve.NamedCurves.nistP384,
            _ => ECCurve.NamedCurves.nistP521,
        };
        Ecdsa = ECDsa.Create(new ECParameters { Curve = curve, D = Bytes("d"), Q = new() { X = Bytes("x"), Y = Bytes("y") } });
    }

    public static IReadOnlyList<string> All { get; } = ["rsa-2048", "rsa-2048-b", "rsa-3072", "rsa-4096", "ec-256", "ec-256-b", "ec-384", "ec-521"];

    public string Id { get; }

    public RSA? Rsa { get; }

    public ECDsa? Ecdsa { get; }

    /// <summary>The algorithms that the key can sign with.</summary>
    public IEnumerable<SignatureAlgorithm> Algorithms =>
        SignatureAlgorithm.All.Where(algorithm => Ecdsa is null ? algorithm.Padding is not null : algorithm.CurveBits == Ecdsa.KeySize);

    public static TestKey Of(string id) => Known.GetOrAdd(id, static id => new(
        VectorFile.Read("test-keys.json").GetProperty("keys").EnumerateArray().Single(jwk => jwk.GetProperty("kid").GetString() == id)));

    public static string Set(params string[] ids) => $$"""{"keys":[{{string.Join(',', ids.Select(id => Of(id).PublicJwk()))}}]}""";

    /// <summary>The public half, as a server publishes it.</summary>
    public string PublicJwk(string more = "\"use\":\"sig\"") => Rsa is not null
        ? $$"""{"kty":"RSA","kid":"{{Id}}","n":"{{Text("n")}}","e":"{{Text("e")}}",{{more}}}"""
        : $$"""{"kty":"EC","kid":"{{Id}}","crv":"{{Text("crv")}}","x":"{{Text("x")}}","y":"{{Text("y")}}",{{more}}}""";

    public byte[] Sign(byte[] data, SignatureAlgorithm algorithm) =>
        Rsa is not null ? Rsa.SignData(data, algorithm.Hash, algorithm.Padding!) : Ecdsa!.SignData(data, algorithm.Hash);

    public VerificationKey Verifier(string? only = null)
    {
        Assert.True(Rsa is not null
            ? VerificationKey.TryCreate(RSA.Create(Rsa.ExportParameters(false)), Id, only, out var key, out var fault)
            : VerificationKey.TryCreate(ECDsa.Create(Ecdsa!.ExportParameters(false)), Id, only, out key, out fault), fault);
        return key!;
    }

    private string Text(string member) => _jwk.GetProperty(member).GetString()!;

    private byte[] Bytes(string member) => Base64Url.DecodeFromChars(Text(member));
}
