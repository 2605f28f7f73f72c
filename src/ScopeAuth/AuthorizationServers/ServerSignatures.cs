using ScopeAuth.Keys;
using ScopeAuth.Tokens;

namespace ScopeAuth.AuthorizationServers;

/// <summary>Checks signatures with the keys of one server and no others.</summary>
internal sealed class ServerSignatures(KeyRing keys, AuthorizationServerOptions options)
{
    private readonly bool _severalWithoutId = options.AllowMissingKeyId;
    private readonly bool _bindsTenants = options.Vendor == Vendor.EntraId;

    /// <returns>Null if the signature is good.</returns>
    public Rejection? Verify(in UnverifiedToken token, DateTimeOffset now)
    {
        if (!keys.IsUsableAt(now)) return Rejection.UnknownKey;
        var current = keys.Current;
        var algorithm = token.Algorithm!;
        if (token.HasKeyId)
        {
            if (current.Find(token.KeyId, algorithm) is not { } key || !MaySign(key, token)) return Rejection.UnknownKey;
            return key.Verify(algorithm, token.SigningInput, token.Signature) ? null : Rejection.BadSignature;
        }
        var candidates = current.FindWithoutId(algorithm, _severalWithoutId);
        if (candidates.IsEmpty) return Rejection.UnknownKey;
        foreach (var candidate in candidates)
            if (MaySign(candidate, token) && candidate.Verify(algorithm, token.SigningInput, token.Signature)) return null;
        return Rejection.BadSignature;
    }

    // Microsoft Entra ID writes beside a key which tenants it may sign for.
    private bool MaySign(VerificationKey key, in UnverifiedToken token) =>
        !_bindsTenants || key.Issuer is null
        || (token.Claims.TryFind(RegisteredName.Issuer, out var issuer) && EntraIdIssuer.MaySignFor(key.Issuer, issuer.ToString()));
}
