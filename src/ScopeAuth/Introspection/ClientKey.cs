using System.Security.Cryptography;
using ScopeAuth.Tokens;

namespace ScopeAuth.Introspection;

/// <summary>The private key that this API's client signs its assertions with, and what the file it came from says besides.</summary>
internal sealed class ClientKey(AsymmetricAlgorithm key, SignatureAlgorithm algorithm, string? keyId = null, string? clientId = null)
{
    public SignatureAlgorithm Algorithm => algorithm;

    public string? KeyId => keyId;

    /// <summary>The client ID in a key file of ZITADEL.</summary>
    public string? ClientId => clientId;

    /// <summary>The algorithm that a key signs with unless something else is said.</summary>
    public static SignatureAlgorithm? UsualAlgorithm(AsymmetricAlgorithm key) => key is RSA
        ? SignatureAlgorithm.Find("RS256")
        : SignatureAlgorithm.All.FirstOrDefault(algorithm => algorithm.CurveBits == key.KeySize);

    public static bool Fits(AsymmetricAlgorithm key, SignatureAlgorithm algorithm) =>
        key is RSA ? algorithm.Padding is not null && key.KeySize >= 2048 : algorithm.CurveBits == key.KeySize;

    public byte[] Sign(byte[] data) => key is RSA rsa
        ? rsa.SignData(data, algorithm.Hash, algorithm.Padding!)
        : ((ECDsa)key).SignData(data, algorithm.Hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
}
