using System.Diagnostics.CodeAnalysis;

namespace ScopeAuth;

/// <summary>What was found about one token: accepted, with its facts, or refused, with one reason.</summary>
public sealed class TokenVerdict
{
    private TokenVerdict(AccessToken? token, Rejection? rejection, string? authorizationServer) =>
        (Token, Rejection, AuthorizationServer) = (token, rejection, authorizationServer);

    /// <summary>Whether the token is good. What its roles reach is the endpoint's policy's decision.</summary>
    [MemberNotNullWhen(true, nameof(Token))]
    [MemberNotNullWhen(false, nameof(Rejection))]
    public bool IsAccepted => Token is not null;

    /// <summary>The token's facts, if it was accepted.</summary>
    public AccessToken? Token { get; }

    /// <summary>The reason, if it was refused.</summary>
    public Rejection? Rejection { get; }

    /// <summary>The configured name of the authorization server, as far as it is known: a refused token may have claimed it wrongly.</summary>
    public string? AuthorizationServer { get; }

    internal static TokenVerdict Accept(AccessToken token) => new(token, null, token.AuthorizationServer);

    internal static TokenVerdict Refuse(Rejection rejection, string? authorizationServer = null) => new(null, rejection, authorizationServer);
}
