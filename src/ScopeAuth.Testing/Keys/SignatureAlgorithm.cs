using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace ScopeAuth.Testing.Keys;

/// <summary>One JWS algorithm a test server can sign with: what is not in the table cannot be asked for.</summary>
internal sealed record SignatureAlgorithm(
    string Name, HashAlgorithmName Hash, RSASignaturePadding? Padding = null, ECCurve? Curve = null)
{
    private static readonly FrozenDictionary<string, SignatureAlgorithm> All = new SignatureAlgorithm[]
    {
        new("RS256", HashAlgorithmName.SHA256, Padding: RSASignaturePadding.Pkcs1),
        new("RS384", HashAlgorithmName.SHA384, Padding: RSASignaturePadding.Pkcs1),
        new("RS512", HashAlgorithmName.SHA512, Padding: RSASignaturePadding.Pkcs1),
        new("PS256", HashAlgorithmName.SHA256, Padding: RSASignaturePadding.Pss),
        new("PS384", HashAlgorithmName.SHA384, Padding: RSASignaturePadding.Pss),
        new("PS512", HashAlgorithmName.SHA512, Padding: RSASignaturePadding.Pss),
        new("ES256", HashAlgorithmName.SHA256, Curve: ECCurve.NamedCurves.nistP256),
        new("ES384", HashAlgorithmName.SHA384, Curve: ECCurve.NamedCurves.nistP384),
        new("ES512", HashAlgorithmName.SHA512, Curve: ECCurve.NamedCurves.nistP521),
    }.ToFrozenDictionary(algorithm => algorithm.Name, StringComparer.Ordinal);

    public static IEnumerable<string> Names => All.Keys.Order(StringComparer.Ordinal);

    public static bool TryGet(string? name, [NotNullWhen(true)] out SignatureAlgorithm? algorithm) =>
        All.TryGetValue(name ?? "", out algorithm);

    public static SignatureAlgorithm Of(string name) =>
        All.GetValueOrDefault(name)
        ?? throw new ArgumentException($"'{name}' is not one of {string.Join(", ", Names)}.", nameof(name));
}
