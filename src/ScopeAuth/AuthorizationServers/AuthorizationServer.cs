using System.Collections.Immutable;
using ScopeAuth.Introspection;
using ScopeAuth.Keys;
using ScopeAuth.Scopes;
using ScopeAuth.Tokens;

namespace ScopeAuth.AuthorizationServers;

/// <summary>A registered, enabled authorization server, as the road of a request needs it.</summary>
internal sealed class AuthorizationServer(
    string name, AuthorizationServerOptions options, ImmutableArray<string> issuers, KeyRing? keys, TokenIntrospection? introspection,
    ServerOrganizations organizations)
{
    private readonly ServerSignatures? _signatures = keys is null ? null : new(keys, options);
    private readonly bool _bindsTenants = options.Vendor == Vendor.EntraId;
    private readonly bool _namesClients = VendorProfile.Of(options.Vendor).AlwaysNamesClient && options.ClientIdClaims is null;

    public string Name { get; } = name;

    /// <summary>What its registration says, in short.</summary>
    public UInt128 Fingerprint { get; init; }

    public Vendor Vendor { get; } = options.Vendor;

    /// <summary>The settings that it was compiled from: for people, never for a verdict.</summary>
    public AuthorizationServerOptions Options { get; } = options;

    /// <summary>Exact issuers; empty for a server whose tokens carry none.</summary>
    public ImmutableArray<string> Issuers { get; } = issuers;

    /// <summary>The keys that tokens are verified with; null where the server's word stands instead of its signature.</summary>
    public KeyRing? Keys { get; } = keys;

    /// <summary>What the server says about its tokens; null where it is never asked.</summary>
    public TokenIntrospection? Introspection { get; } = introspection;

    /// <summary>Which tokens that are no JWTs are this server's.</summary>
    public ImmutableArray<string> OpaqueTokens { get; } = [.. options.OpaqueTokens];

    public TimeSpan ClockSkew { get; } = options.ClockSkew;

    public TokenRules Rules { get; } = new(options, VendorProfile.Of(options.Vendor));

    public RoleScopeReader RoleScopes { get; } = new(options, VendorProfile.Of(options.Vendor), organizations);

    /// <summary>What its answers must say; null where it is never asked.</summary>
    public AnswerRules? Answers { get; } = introspection is null ? null : new(options, issuers, organizations);

    /// <summary>What the facts of its tokens are called: as in answers, where its word stands for the token's own text.</summary>
    public TokenRules RulesOfFacts => Keys is null ? Answers!.Claims : Rules;

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

    /// <summary>Whether an answer says something else than the token that it should be about: another client, issuer, audience, end.</summary>
    public Rejection? Contradicts(IntrospectionAnswer answer, in UnverifiedToken token, DateTimeOffset now)
    {
        var claims = answer.Read(stackalloc JsonMember[TokenBuffers.MaxClaims]);
        if (Answers!.Claims.ClientIdOf(claims) is { } said && Rules.ClientIdOf(token.Claims) is { } asked && said != asked) return Rejection.WrongClient;
        return Answers.Check(claims, now, out _);
    }

    /// <summary>Checks the signature with this server's keys and no others.</summary>
    /// <returns>Null if it is good.</returns>
    public Rejection? Verify(in UnverifiedToken token, DateTimeOffset now) => _signatures is { } signatures ? signatures.Verify(token, now) : Rejection.UnknownKey;
}
