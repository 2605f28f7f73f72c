using System.Text;
using ScopeAuth.Keys;
using ScopeAuth.Tokens;

namespace ScopeAuth.Tests.Vectors;

/// <summary>The engine's own readers on tokens whose payload need not be claims: three parts, header, key, signature.</summary>
internal static class SignatureLayer
{
    /// <returns>Null if the signature is good, else why not.</returns>
    public static string? Refusal(string compact, string jwks)
    {
        if (StructureFault(compact) is { } fault) return fault.ToString();
        var keys = KeySetReader.Read(Encoding.UTF8.GetBytes(jwks)).Keys;
        var parts = compact.Split('.');
        UnverifiedToken.Read($"{parts[0]}.e30.{parts[2]}", int.MaxValue, out var token);
        if (token.Algorithm is not { } algorithm) return nameof(Rejection.AlgorithmNotAllowed);
        var key = token.HasKeyId ? keys.Find(token.KeyId, algorithm) : keys.FindWithoutId(algorithm, allowSeveral: false).SingleOrDefault();
        if (key is null) return nameof(Rejection.UnknownKey);
        return key.Verify(algorithm, Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), token.Signature) ? null : nameof(Rejection.BadSignature);
    }

    /// <summary>What is wrong with the form of a token, whatever its payload says.</summary>
    public static Rejection? StructureFault(string compact)
    {
        var whole = UnverifiedToken.Read(compact, int.MaxValue, out _);
        if (whole != Rejection.Malformed || compact.Count(character => character == '.') != 2) return whole;
        // Its payload may be what is malformed. In its place stands an empty object, and the payload goes where any bytes may stand.
        var parts = compact.Split('.');
        return UnverifiedToken.Read($"{parts[0]}.e30.{parts[2]}", int.MaxValue, out _)
            ?? (parts[1].Length == 0 ? null : UnverifiedToken.Read($"{parts[0]}.e30.{parts[1]}", int.MaxValue, out _));
    }
}
