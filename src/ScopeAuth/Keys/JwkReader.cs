using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;
using ScopeAuth.Network;
using ScopeAuth.Tokens;

namespace ScopeAuth.Keys;

/// <summary>One JSON Web Key (RFC 7517 section 4) of a published set: a public RSA or EC key for signatures, or a cause why not.</summary>
/// <remarks>
/// A certificate beside the key (<c>x5c</c>, <c>x5t</c>, <c>x5u</c>) is never looked at: the key is trusted because of where the set came from.
/// </remarks>
internal static class JwkReader
{
    public const int MaxKeyIdLength = 256;
    private const int MaxIssuerLength = 2048;

    private static readonly ImmutableArray<string> PrivateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

    public static bool TryRead(JsonElement jwk, [NotNullWhen(true)] out VerificationKey? key, [NotNullWhen(false)] out IgnoredKey? ignored)
    {
        key = null;
        string? keyId = null;
        Fault? fault;
        try
        {
            fault = ReadKeyId(jwk, out keyId) ?? ReadPurpose(jwk) ?? ReadKey(jwk, keyId, out key);
        }
        catch (InvalidOperationException)
        {
            // A string with a lone surrogate parses as JSON and throws when it is read.
            fault = new(KeyIgnoredCause.Malformed, "a member is not valid text");
        }
        ignored = fault is null ? null : new(ForeignText.Show(keyId), fault.Cause, fault.Detail);
        return ignored is null && key is not null;
    }

    private static Fault? ReadKeyId(JsonElement jwk, out string? keyId)
    {
        keyId = null;
        if (jwk.ValueKind is not JsonValueKind.Object) return new(KeyIgnoredCause.Malformed, "it is not a JSON object");
        if (!TryText(jwk, "kid", out var text)) return new(KeyIgnoredCause.Malformed, "its kid is not a string");
        keyId = text is "" ? null : text;
        return text?.Length > MaxKeyIdLength ? new(KeyIgnoredCause.KeyIdTooLong, $"its kid has more than {MaxKeyIdLength} characters") : null;
    }

    private static Fault? ReadPurpose(JsonElement jwk)
    {
        if (!TryText(jwk, "kty", out var type) || type is null) return new(KeyIgnoredCause.Malformed, "its kty is missing or not a string");
        if (type is "oct") return new(KeyIgnoredCause.Symmetric, "it is a shared secret");
        // Before every other question: a leak has to be heard of even if the key would not have been used.
        if (PrivateMembers.Any(member => jwk.TryGetProperty(member, out _)))
            return new(KeyIgnoredCause.PrivateKeyExposed, "it is published with private members: replace it at the authorization server");
        if (type is not ("RSA" or "EC")) return new(KeyIgnoredCause.UnsupportedKeyType, "its kty is neither RSA nor EC");
        if (!TryText(jwk, "use", out var use)) return new(KeyIgnoredCause.Malformed, "its use is not a string");
        if (use is not (null or "sig")) return new(KeyIgnoredCause.NotForSignatures, "its use is not sig");
        if (!jwk.TryGetProperty("key_ops"u8, out var operations)) return null;
        if (operations.ValueKind is not JsonValueKind.Array) return new(KeyIgnoredCause.Malformed, "its key_ops is not an array");
        return operations.EnumerateArray().Any(operation => operation.ValueKind is JsonValueKind.String && operation.ValueEquals("verify"u8))
            ? null
            : new(KeyIgnoredCause.NotForVerification, "its key_ops does not list verify");
    }

    private static Fault? ReadKey(JsonElement jwk, string? keyId, out VerificationKey? key)
    {
        key = null;
        if (!TryText(jwk, "alg", out var algorithm)) return new(KeyIgnoredCause.Malformed, "its alg is not a string");
        if (!TryText(jwk, "issuer", out var issuer) || issuer?.Length > MaxIssuerLength)
            return new(KeyIgnoredCause.Malformed, "its issuer is not a short string");
        if (algorithm is not null && SignatureAlgorithm.Find(algorithm) is null)
            return new(KeyIgnoredCause.UnsupportedAlgorithm, "its alg is not an algorithm that can be verified here");

        var fault = jwk.GetProperty("kty"u8).ValueEquals("RSA"u8)
            ? ReadRsa(jwk, keyId, algorithm, out key)
            : ReadEc(jwk, keyId, algorithm, out key);
        if (issuer is not null) key = key?.With(issuer: issuer);
        return fault;
    }

    private static Fault? ReadRsa(JsonElement jwk, string? keyId, string? algorithm, out VerificationKey? key)
    {
        key = null;
        if (!JwkNumber.TryRead(jwk, "n", out var modulus) || !JwkNumber.TryRead(jwk, "e", out var exponent))
            return new(KeyIgnoredCause.Malformed, "its n or e is missing or not canonical base64url");
        if (algorithm is not null && SignatureAlgorithm.Find(algorithm)!.Padding is null)
            return new(KeyIgnoredCause.AlgorithmMismatch, "its alg is not one of RSA");

        var parameters = new RSAParameters { Modulus = JwkNumber.Minimal(modulus), Exponent = JwkNumber.Minimal(exponent) };
        // Before the import: what the platforms refuse, and how, differs.
        if (RsaFaults.Find(parameters) is { } weakness) return new(KeyIgnoredCause.WeakKey, weakness);
        try
        {
            using var rsa = RSA.Create(parameters);
            return VerificationKey.TryCreate(rsa, keyId, algorithm, out key, out var fault)
                ? null
                : new(KeyIgnoredCause.AlgorithmMismatch, fault);
        }
        catch (CryptographicException)
        {
            return new(KeyIgnoredCause.WeakKey, "the platform refuses it");
        }
    }

    private static Fault? ReadEc(JsonElement jwk, string? keyId, string? algorithm, out VerificationKey? key)
    {
        key = null;
        if (!TryText(jwk, "crv", out var name)) return new(KeyIgnoredCause.Malformed, "its crv is not a string");
        (ECCurve Curve, int Bits)? curve = name switch
        {
            "P-256" => (ECCurve.NamedCurves.nistP256, 256),
            "P-384" => (ECCurve.NamedCurves.nistP384, 384),
            "P-521" => (ECCurve.NamedCurves.nistP521, 521),
            _ => null,
        };
        if (curve is not var (named, bits)) return new(KeyIgnoredCause.UnsupportedCurve, "its crv is not P-256, P-384 or P-521");
        if (algorithm is not null && SignatureAlgorithm.Find(algorithm)!.CurveBits != bits)
            return new(KeyIgnoredCause.AlgorithmMismatch, "its alg is not the one of its curve");
        if (!JwkNumber.TryRead(jwk, "x", out var x) || !JwkNumber.TryRead(jwk, "y", out var y))
            return new(KeyIgnoredCause.Malformed, "its x or y is missing or not canonical base64url");
        // RFC 7518 section 6.2.1.2: as many octets as the field, leading zeros included.
        var length = (bits + 7) / 8;
        if (x.Length != length || y.Length != length) return new(KeyIgnoredCause.InvalidPoint, $"its x and y must have {length} bytes each");
        try
        {
            using var ecdsa = ECDsa.Create(new ECParameters { Curve = named, Q = new() { X = x, Y = y } });
            return VerificationKey.TryCreate(ecdsa, keyId, algorithm, out key, out var fault)
                ? null
                : new(KeyIgnoredCause.AlgorithmMismatch, fault);
        }
        catch (CryptographicException)
        {
            return new(KeyIgnoredCause.InvalidPoint, "its x and y are no point of the curve");
        }
    }

    /// <summary>An absent member reads as null; a member that is there must be a string.</summary>
    private static bool TryText(JsonElement jwk, string member, out string? text)
    {
        text = null;
        if (!jwk.TryGetProperty(member, out var value)) return true;
        if (value.ValueKind is not JsonValueKind.String) return false;
        text = value.GetString();
        return true;
    }

    private sealed record Fault(KeyIgnoredCause Cause, string Detail);
}
