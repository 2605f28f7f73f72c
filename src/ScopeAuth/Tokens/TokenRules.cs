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

    // What most servers have the same is there once: ten thousand of them are to fit anywhere.
    private static readonly IList<string> UsualTypes = new AuthorizationServerOptions().TokenTypes;
    private static readonly ImmutableArray<byte[]> UsualTypesInUtf8 = TypesInUtf8(UsualTypes);

    // RFC 9068 section 2.2; exp is required of every token.
    private static readonly ImmutableArray<string> Rfc9068Claims = ["iss", "aud", "sub", "client_id", "iat", "jti"];

    public TokenRules(AuthorizationServerOptions options, AuthorizationServers.VendorProfile vendor)
        : this(options, vendor, options.ClientIdClaims is { } own ? JsonName.All(own) : vendor.ClientIdNames, TokenType.IsOnlyAccessTokenJwt(options.TokenTypes) ? Rfc9068Claims : [])
    {
    }

    private TokenRules(
        AuthorizationServerOptions options, AuthorizationServers.VendorProfile vendor, ImmutableArray<JsonName> clientIdClaims, IEnumerable<string> required)
    {
        foreach (var name in options.Algorithms) _algorithms |= SignatureAlgorithm.Find(name)!.Bit;
        _types = options.TokenTypes.SequenceEqual(UsualTypes) ? UsualTypesInUtf8 : TypesInUtf8(options.TokenTypes);
        _absentTypeAllowed = options.TokenTypes.Contains(TokenType.Absent);
        _required = JsonName.All([.. vendor.RequiredClaims, .. required]);
        _audiences = Closed(options.Audiences);
        _clients = Closed(options.ClientIds);
        _clientIdClaims = clientIdClaims;
        _tokenIdClaims = options.TokenIdClaims is { } own ? JsonName.All(own) : vendor.TokenIdNames;
        _skew = options.ClockSkew;
        _maxLifetime = options.MaxTokenLifetime;
    }

    /// <summary>The rules for what a server answers about a token: RFC 7662 section 2.2 has one name for the client, and none that must be there.</summary>
    public static TokenRules OfAnswers(AuthorizationServerOptions options, AuthorizationServers.VendorProfile vendor) =>
        new(options, vendor with { RequiredClaims = [] }, JsonName.All(((IEnumerable<string>)["client_id"]).Union(options.ClientIdClaims ?? vendor.ClientIdClaims)), []);

    /// <summary>Everything that can be checked without a key, in the order of the road.</summary>
    /// <returns>Null, or the first reason to refuse the token.</returns>
    public Rejection? Check(in UnverifiedToken token, DateTimeOffset now, out TokenTimes times)
    {
        times = default;
        if (token.Algorithm is not { } algorithm || (_algorithms & algorithm.Bit) == 0) return Rejection.AlgorithmNotAllowed;
        if (!TokenType.IsAllowed(token.Header, _types.AsSpan(), _absentTypeAllowed)) return Rejection.TokenTypeNotAllowed;
        return CheckClaims(token.Claims, now, mayBeShort: false, out times);
    }

    /// <param name="claims">The claims of a token, or of an answer about one.</param>
    /// <param name="now">The time.</param>
    /// <param name="mayBeShort">Whether times, audience and client need not be there.</param>
    /// <param name="times">The times, if they are there.</param>
    public Rejection? CheckClaims(in JsonMembers claims, DateTimeOffset now, bool mayBeShort, out TokenTimes times)
    {
        times = default;
        if (TokenType.MarksOtherToken(claims)) return Rejection.TokenTypeNotAllowed;
        if (!mayBeShort || claims.Contains(RegisteredName.ExpirationTime))
        {
            if (!TokenTimes.TryRead(claims, out times)) return Rejection.InvalidClaim;
            if (times.Check(now, _skew, _maxLifetime) is { } untimely) return untimely;
        }
        foreach (var claim in _required)
            if (!claims.Contains(claim)) return Rejection.InvalidClaim;
        if (CheckAudience(claims, mayBeShort) is { } audience) return audience;
        if (CheckClient(claims, mayBeShort) is { } client) return client;
        // RFC 8705 section 3, RFC 9449 section 7.2: a bound token that comes as a plain bearer token may be stolen.
        return claims.Contains(RegisteredName.Confirmation) ? Rejection.UnverifiedBinding : null;
    }

    public string? ClientIdOf(in JsonMembers claims) => TextOf(claims, _clientIdClaims);

    public string? TokenIdOf(in JsonMembers claims) => TextOf(claims, _tokenIdClaims);

    private Rejection? CheckAudience(in JsonMembers claims, bool mayBeMissing)
    {
        if (!claims.TryFind(RegisteredName.Audience, out var audience)) return _audiences is null || mayBeMissing ? null : Rejection.WrongAudience;
        if (!JsonStrings.TryOpen(audience, out var values)) return Rejection.InvalidClaim;     // RFC 7519 section 4.1.3
        if (_audiences is not { } expected) return null;
        while (values.MoveNext())
            foreach (var candidate in expected)
                if (values.Current.Is(candidate)) return null;
        return Rejection.WrongAudience;
    }

    private Rejection? CheckClient(in JsonMembers claims, bool mayBeMissing)
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
        return _clients is null || mayBeMissing ? null : Rejection.WrongClient;
    }

    private static bool IsNotText(in JsonMembers claims, JsonName name) => claims.TryFind(name, out var value) && !value.IsString;

    private static string? TextOf(in JsonMembers claims, ImmutableArray<JsonName> names)
    {
        foreach (var name in names)
            if (claims.TryFind(name, out var value)) return value.ToString();
        return null;
    }

    /// <summary>Null where the setting says "any" in so many words.</summary>
    private static ImmutableArray<byte[]>? Closed(IList<string> values) => values is ["*"] ? null : Utf8(values);

    private static ImmutableArray<byte[]> TypesInUtf8(IEnumerable<string> types) => Utf8(types.Where(type => type != TokenType.Absent).Select(TokenType.WithoutPrefix));

    private static ImmutableArray<byte[]> Utf8(IEnumerable<string> values) => [.. values.Select(Encoding.UTF8.GetBytes)];
}
