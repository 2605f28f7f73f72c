namespace ScopeAuth;

/// <summary>What a revocation names. The numbers are stable: stores keep them.</summary>
public enum RevocationKind
{
    /// <summary>One token, by its authorization server and its ID (<c>jti</c>, <c>uti</c>).</summary>
    Token = 1,

    /// <summary>One token, by its authorization server and the SHA-256 of its text: for tokens without ID.</summary>
    TokenHash = 2,

    /// <summary>The tokens of a client of an authorization server.</summary>
    Client = 3,

    /// <summary>The tokens of a subject (<c>sub</c>) of an authorization server.</summary>
    Subject = 4,

    /// <summary>The tokens of an authorization server.</summary>
    AuthorizationServer = 5,

    /// <summary>The tokens that carry a usable role in an organisation.</summary>
    Organization = 6,

    /// <summary>The tokens that carry one role in one organisation.</summary>
    Role = 7,
}
