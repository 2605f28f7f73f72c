using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace ScopeAuth.Tokens;

/// <summary>Everything there is to know about one JWS algorithm (RFC 7518 section 3.1). What is not in the table does not exist.</summary>
internal sealed class SignatureAlgorithm
{
    private SignatureAlgorithm(int bit, string name, HashAlgorithmName hash, RSASignaturePadding padding)
        : this(bit, name, hash) => Padding = padding;

    private SignatureAlgorithm(int bit, string name, HashAlgorithmName hash, int curveBits)
        : this(bit, name, hash) => CurveBits = curveBits;

    private SignatureAlgorithm(int bit, string name, HashAlgorithmName hash)
    {
        Bit = 1u << bit;
        Name = name;
        Hash = hash;
        Utf8Name = Encoding.ASCII.GetBytes(name);
    }

    // No HS*, no "none", no EdDSA: .NET 10 has no Ed25519, and a shared secret would let every resource server issue tokens.
    public static readonly ImmutableArray<SignatureAlgorithm> All =
    [
        new(0, "RS256", HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        new(1, "RS384", HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1),
        new(2, "RS512", HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
        new(3, "PS256", HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
        new(4, "PS384", HashAlgorithmName.SHA384, RSASignaturePadding.Pss),
        new(5, "PS512", HashAlgorithmName.SHA512, RSASignaturePadding.Pss),
        new(6, "ES256", HashAlgorithmName.SHA256, curveBits: 256),
        new(7, "ES384", HashAlgorithmName.SHA384, curveBits: 384),
        new(8, "ES512", HashAlgorithmName.SHA512, curveBits: 521),
    ];

    public string Name { get; }

    public ReadOnlyMemory<byte> Utf8Name { get; }

    /// <summary>This algorithm's place in a set of algorithms.</summary>
    public uint Bit { get; }

    public HashAlgorithmName Hash { get; }

    /// <summary>The padding of an RSA algorithm; null for ECDSA.</summary>
    public RSASignaturePadding? Padding { get; }

    /// <summary>The one curve of an ECDSA algorithm (RFC 7518 section 3.4 ties ES256 to P-256); 0 for RSA.</summary>
    public int CurveBits { get; }

    // RFC 7515 section 4.1.1: names are case-sensitive; comparing bytes keeps it so.
    public static SignatureAlgorithm? Find(ReadOnlySpan<byte> utf8Name)
    {
        foreach (var algorithm in All)
            if (utf8Name.SequenceEqual(algorithm.Utf8Name.Span)) return algorithm;
        return null;
    }

    public static SignatureAlgorithm? Find(string name) => All.FirstOrDefault(algorithm => algorithm.Name == name);

    public override string ToString() => Name;
}
