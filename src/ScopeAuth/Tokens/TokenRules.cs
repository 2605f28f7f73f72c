using System.Collections.Immutable;
using System.Text;

namespace ScopeAuth.Tokens;

/// <summary>What one authorization server's tokens must say, compiled from its settings: the checks that need no key and no network.</summary>
internal sealed class TokenRules
{
    private readonly uint _algorithms;
    private readonly ImmutableArray<byte[]> _types;
    private readonly bool _absentTypeAllowed;
    private readonly ImmutableArray<JsonName> _required;
    private readonly ImmutableArray<byte[]>? _audiences;
    private readonly ImmutableArray<byte[]>? _clients;
    private readonly ImmutableArray<JsonName> _clientIdClaims;
    private readonly ImmutableArray<JsonName> _tokenIdClaims;
    private readonly TimeSpan _skew;
    private readonly TimeSpan _maxLifetime;

    // RFC 9068 section 2.2; exp is required of every token.
    private static readonly ImmutableArray<string> Rfc9068Claims = ["iss", "aud", "sub", "client_id", "iat", "jti"];

    public TokenRules(AuthorizationServerOptions options, AuthorizationServers.VendorProfile vendor)
    {
        foreach (var name in options.Algorithms) _algorithms |= SignatureAlgorithm.Find(name)!.Bit;
        _types = Utf8(options.TokenTypes.Where(type => type != TokenType.Absent).Select(TokenType.WithoutPrefix));
        _absentTypeAllowed = options.TokenTypes.Contains(TokenType.Absent);
        _required = Names([.. vendor.RequiredClaims, .. TokenType.IsOnlyAccessTokenJwt(options.TokenTypes) ? Rfc9068Claims : []]);
        _audiences = Closed(options.Audiences);
        _clients = Closed(options.ClientIds);
        _clientIdClaims = Names(options.ClientIdClaims ?? vendor.ClientIdClaims);
        _tokenIdClaims = Names(options.TokenIdClaims ?? vendor.TokenIdClaims);
        _skew = options.ClockSkew;
        _maxLifetime = options.MaxTokenLifetime;
    }

    /// <summary>Everything that can be checked without a key, in the order of the road.</summary>
    /// <returns>Null, or the first reason to refuse the token.</returns>
    public Rejection? Check(in UnverifiedToken token, DateTimeOffset now, out TokenTimes times)
    {
        times = default;
        if (token.Algorithm is not { } algorithm || (_algorithms & algorithm.Bit) == 0) return Rejection.AlgorithmNotAllowed;
        if (!TokenType.IsAllowed(token.Header, _types, _absentTypeAllowed)) return Rejection.TokenTypeNotAllowed;
        if (TokenType.MarksOtherToken(token.Claims)) return Rejection.TokenTypeNotAllowed;
        if (!TokenTimes.TryRead(token.Claims, out times)) return Rejection.InvalidClaim;
        if (times.Check(now, _skew, _maxLifetime) is { } untimely) return untimely;
        foreach (var claim in _required)
            if (!token.Claims.Contains(claim)) return Rejection.InvalidClaim;
        if (CheckAudience(token.Claims) is { } audience) return audience;
        if (CheckClient(token.Claims) is { } client) return client;
        // RFC 8705 section 3, RFC 9449 section 7.2: a bound token that comes as a plain bearer token may be stolen.
        return token.Claims.Contains(RegisteredName.Confirmation) ? Rejection.UnverifiedBinding : null;
    }

    public string? ClientIdOf(JsonMembers claims) => TextOf(claims, _clientIdClaims);

    public string? TokenIdOf(JsonMembers claims) => TextOf(claims, _tokenIdClaims);

    private Rejection? CheckAudience(JsonMembers claims)
    {
        if (!claims.TryFind(RegisteredName.Audience, out var audience)) return _audiences is null ? null : Rejection.WrongAudience;
        if (!JsonStrings.TryOpen(audience, out var values)) return Rejection.InvalidClaim;     // RFC 7519 section 4.1.3
        if (_audiences is not { } expected) return null;
        while (values.MoveNext())
            foreach (var candidate in expected)
                if (values.Current.Is(candidate)) return null;
        return Rejection.WrongAudience;
    }

    private Rejection? CheckClient(JsonMembers claims)
    {
        if (IsNotText(claims, RegisteredName.Subject)) return Rejection.InvalidClaim;
        foreach (var name in _tokenIdClaims)
            if (IsNotText(claims, name)) return Rejection.InvalidClaim;     // an ID that is no string could not be revoked
        foreach (var name in _clientIdClaims)
            if (IsNotText(claims, name)) return Rejection.InvalidClaim;
        foreach (var name in _clientIdClaims)
        {
            if (!claims.TryFind(name, out var client)) continue;
            if (_clients is not { } allowed) return null;
            foreach (var candidate in allowed)
                if (client.Is(candidate)) return null;
            return Rejection.WrongClient;
        }
        return _clients is null ? null : Rejection.WrongClient;
    }

    private static bool IsNotText(JsonMembers claims, JsonName name) => claims.TryFind(name, out var value) && !value.IsString;

    private static string? TextOf(JsonMembers claims, ImmutableArray<JsonName> names)
    {
        foreach (var name in names)
            if (claims.TryFind(name, out var value)) return value.ToString();
        return null;
    }

    /// <summary>Null where the setting says "any" in so many words.</summary>
    private static ImmutableArray<byte[]>? Closed(IList<string> values) => values is ["*"] ? null : Utf8(values);

    private static ImmutableArray<JsonName> Names(IEnumerable<string> names) => [.. names.Select(name => new JsonName(name))];

    private static ImmutableArray<byte[]> Utf8(IEnumerable<string> values) => [.. values.Select(Encoding.UTF8.GetBytes)];
}
