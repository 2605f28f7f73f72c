using System.Collections.Immutable;
using ScopeAuth.Keys;
using ScopeAuth.Scopes;
using ScopeAuth.Tokens;

namespace ScopeAuth.AuthorizationServers;

/// <summary>A registered, enabled authorization server, as the road of a request needs it.</summary>
internal sealed class AuthorizationServer(
    string name, AuthorizationServerOptions options, ImmutableArray<string> issuers, KeyRing keys, ServerOrganizations organizations)
{
    private readonly bool _severalWithoutId = options.AllowMissingKeyId;
    private readonly bool _bindsTenants = options.Vendor == Vendor.EntraId;
    private readonly bool _namesClients = VendorProfile.Of(options.Vendor).AlwaysNamesClient && options.ClientIdClaims is null;

    public string Name { get; } = name;

    public Vendor Vendor { get; } = options.Vendor;

    /// <summary>Exact issuers; empty for a server whose tokens carry none.</summary>
    public ImmutableArray<string> Issuers { get; } = issuers;

    public KeyRing Keys { get; } = keys;

    public TimeSpan ClockSkew { get; } = options.ClockSkew;

    public TokenRules Rules { get; } = new(options, VendorProfile.Of(options.Vendor));

    public RoleScopeReader RoleScopes { get; } = new(options, VendorProfile.Of(options.Vendor), organizations);

    public ServerOrganizations Organizations { get; } = organizations;

    /// <summary>Everything that can be checked without a key and without the network.</summary>
    /// <returns>Null, or the first reason to refuse the token.</returns>
    public Rejection? Check(in UnverifiedToken token, DateTimeOffset now, out TokenTimes times)
    {
        if (Rules.Check(token, now, out times) is { } refusal) return refusal;
        // Where any client will do, an ID token for the API's own sign-in has the right audience, and roles.
        if (_namesClients && Rules.ClientIdOf(token.Claims) is null) return Rejection.TokenTypeNotAllowed;
        return _bindsTenants && !EntraIdIssuer.IsTenantConsistent(token.Claims) ? Rejection.InvalidClaim : null;
    }

    /// <summary>Checks the signature with this server's keys and no others.</summary>
    /// <returns>Null if it is good.</returns>
    public Rejection? Verify(in UnverifiedToken token)
    {
        var keys = Keys.Current;
        var algorithm = token.Algorithm!;
        if (token.HasKeyId)
        {
            if (keys.Find(token.KeyId, algorithm) is not { } key || !MaySign(key, token)) return Rejection.UnknownKey;
            return key.Verify(algorithm, token.SigningInput, token.Signature) ? null : Rejection.BadSignature;
        }
        var candidates = keys.FindWithoutId(algorithm, _severalWithoutId);
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
