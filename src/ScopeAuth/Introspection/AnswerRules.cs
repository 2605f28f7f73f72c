using System.Collections.Immutable;
using System.Text;
using ScopeAuth.AuthorizationServers;
using ScopeAuth.Scopes;
using ScopeAuth.Tokens;

namespace ScopeAuth.Introspection;

/// <summary>What one server's answers must say: the same as its tokens, under the names of RFC 7662 section 2.2.</summary>
internal sealed class AnswerRules(AuthorizationServerOptions options, ImmutableArray<string> issuers, ServerOrganizations organizations)
{
    private readonly ImmutableArray<byte[]> _issuers = [.. issuers.Select(Encoding.UTF8.GetBytes)];

    // Where the signed text of the token has said it all, an answer may be as short as {"active":true}; what it does say must still be right.
    private readonly bool _mayBeShort = options.Validation == TokenValidation.LocalThenIntrospection;

    public TokenRules Claims { get; } = TokenRules.OfAnswers(options, VendorProfile.Of(options.Vendor));

    public RoleScopeReader RoleScopes { get; } = new(options, VendorProfile.Of(options.Vendor).OfAnswers(), organizations);

    /// <returns>Null, or the first reason to refuse the token that it is about.</returns>
    public Rejection? Check(in JsonMembers answer, DateTimeOffset now, out TokenTimes times)
    {
        times = default;
        // RFC 7662 has the issuer as optional, and the address that was asked is the server's own.
        if (answer.TryFind(RegisteredName.Issuer, out var issuer) && !_issuers.IsEmpty && !IsOurs(issuer)) return Rejection.UnknownIssuer;
        return CheckType(answer) ?? Claims.CheckClaims(answer, now, _mayBeShort, out times);
    }

    private bool IsOurs(JsonValue issuer)
    {
        foreach (var ours in _issuers)
            if (issuer.Is(ours)) return true;
        return false;
    }

    private static Rejection? CheckType(in JsonMembers answer)
    {
        if (!answer.TryFind("token_type"u8, out var type)) return null;
        if (!type.IsString) return Rejection.InvalidClaim;
        // RFC 9449 section 6.2: a token that is bound to a key says so here.
        if (Ascii.EqualsIgnoreCase(type.Text, "DPoP"u8)) return Rejection.UnverifiedBinding;
        return Ascii.EqualsIgnoreCase(type.Text, "Bearer"u8) ? null : Rejection.TokenTypeNotAllowed;
    }
}
