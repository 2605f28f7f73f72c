using System.Diagnostics.CodeAnalysis;

namespace ScopeAuth;

/// <summary>What was found about one token: accepted, with its facts, or refused, with one reason.</summary>
public sealed class TokenVerdict
{
    private TokenVerdict(AccessToken? facts, Rejection? rejection, string? authorizationServer) =>
        (Facts, Rejection, AuthorizationServer) = (facts, rejection, authorizationServer);

    /// <summary>Whether the token is good and carries a usable role. What the role reaches is the decision of an endpoint's policy.</summary>
    [MemberNotNullWhen(true, nameof(Token))]
    [MemberNotNullWhen(false, nameof(Rejection))]
    public bool IsAccepted => Rejection is null;

    /// <summary>The token's facts, if it was accepted.</summary>
    public AccessToken? Token => IsAccepted ? Facts : null;

    /// <summary>The reason, if it was refused.</summary>
    public Rejection? Rejection { get; }

    /// <summary>The configured name of the authorization server, as far as it is known. A refused token may have claimed it wrongly.</summary>
    public string? AuthorizationServer { get; }

    /// <summary>The facts of a token with a good signature, also where it was refused for what it may do: the audit record names them.</summary>
    internal AccessToken? Facts { get; }

    internal static TokenVerdict Accept(AccessToken token) => new(token, null, token.AuthorizationServer);

    internal static TokenVerdict Refuse(Rejection rejection, string? authorizationServer = null) => new(null, rejection, authorizationServer);

    internal static TokenVerdict Refuse(Rejection rejection, AccessToken token) => new(token, rejection, token.AuthorizationServer);
}
