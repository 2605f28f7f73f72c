using System.Security.Cryptography;
using System.Text;
using ScopeAuth.Revocation;

namespace ScopeAuth;

/// <summary>What a revocation names: one token, or all tokens of a client, a subject, a server, an organisation or a role in an organisation.</summary>
/// <remarks>Authorization servers are named as they are configured. Texts are compared ordinally; the cloud of an organisation ignoring ASCII case.</remarks>
public sealed record RevocationTarget
{
    /// <summary>Longest <see cref="Value"/>, in UTF-16 code units. A token with a longer ID is revoked by its SHA-256.</summary>
    public const int MaxValueLength = 1024;

    private RevocationTarget(RevocationKind kind, string? authorizationServer, string? value) =>
        (Kind, AuthorizationServer, Value) = (kind, authorizationServer, value);

    /// <summary>What is named.</summary>
    public RevocationKind Kind { get; }

    /// <summary>The configured name of the authorization server; null for an organisation and for a role.</summary>
    public string? AuthorizationServer { get; }

    /// <summary>
    /// The token ID; the SHA-256 as 64 lower-case hexadecimal digits; the client ID; the subject; <c>&lt;cloud&gt;::&lt;orgId&gt;</c>;
    /// <c>&lt;cloud&gt;::&lt;orgId&gt;::&lt;role&gt;</c>. Null for a server.
    /// </summary>
    public string? Value { get; }

    /// <summary>Whether it names one token, which ends, and not tokens that are yet to be issued.</summary>
    public bool IsOneToken => Kind is RevocationKind.Token or RevocationKind.TokenHash;

    /// <summary>One token by its ID.</summary>
    /// <param name="authorizationServer">The configured name of the server that issued it.</param>
    /// <param name="tokenId">Its <c>jti</c> or <c>uti</c>.</param>
    /// <exception cref="ArgumentException">A text is empty, too long, or holds what a store cannot keep (NUL, half a surrogate pair).</exception>
    public static RevocationTarget Token(string authorizationServer, string tokenId) => Create(RevocationKind.Token, authorizationServer, tokenId);

    /// <summary>One token by its text, of which only the SHA-256 is kept.</summary>
    /// <param name="authorizationServer">The configured name of the server that issued it.</param>
    /// <param name="token">The token as it is sent, without <c>Bearer</c>.</param>
    /// <exception cref="ArgumentException">A text is empty.</exception>
    public static RevocationTarget TokenText(string authorizationServer, string token)
    {
        ArgumentException.ThrowIfNullOrEmpty(token);
        return TokenHash(authorizationServer, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token))));
    }

    /// <summary>One token by the SHA-256 of its text.</summary>
    /// <param name="authorizationServer">The configured name of the server that issued it.</param>
    /// <param name="sha256">64 hexadecimal digits.</param>
    /// <exception cref="ArgumentException">It is no SHA-256, or the server has no name.</exception>
    public static RevocationTarget TokenHash(string authorizationServer, string sha256) => Create(RevocationKind.TokenHash, authorizationServer, sha256);

    /// <summary>The tokens of a client.</summary>
    /// <param name="authorizationServer">The configured name of the server that knows the client.</param>
    /// <param name="clientId">The client ID as the server's tokens name it.</param>
    /// <exception cref="ArgumentException">A text is empty, too long, or holds what a store cannot keep.</exception>
    public static RevocationTarget Client(string authorizationServer, string clientId) => Create(RevocationKind.Client, authorizationServer, clientId);

    /// <summary>The tokens of a subject.</summary>
    /// <param name="authorizationServer">The configured name of the server that issues them.</param>
    /// <param name="subject">The <c>sub</c> of the tokens.</param>
    /// <exception cref="ArgumentException">A text is empty, too long, or holds what a store cannot keep.</exception>
    public static RevocationTarget Subject(string authorizationServer, string subject) => Create(RevocationKind.Subject, authorizationServer, subject);

    /// <summary>The tokens of an authorization server.</summary>
    /// <param name="name">Its configured name.</param>
    /// <exception cref="ArgumentException">The name is empty, too long, or holds what a store cannot keep.</exception>
    public static RevocationTarget Server(string name) => Create(RevocationKind.AuthorizationServer, name, null);

    /// <summary>The tokens that carry a usable role in an organisation.</summary>
    /// <param name="organization">The organisation.</param>
    /// <exception cref="ArgumentException">It is the default value, which names none.</exception>
    public static RevocationTarget Of(Organization organization) => Create(RevocationKind.Organization, null, organization.ToString());

    /// <summary>The tokens that carry one role in one organisation. A token is refused whole, also where it carries others.</summary>
    /// <param name="role">The role in its organisation.</param>
    /// <exception cref="ArgumentException">It is the default value, which names none.</exception>
    public static RevocationTarget Of(RoleScope role) => Create(RevocationKind.Role, null, role.ToString());

    /// <summary>Puts a target together again from its three parts: for stores.</summary>
    /// <param name="kind"><see cref="Kind"/>.</param>
    /// <param name="authorizationServer"><see cref="AuthorizationServer"/>.</param>
    /// <param name="value"><see cref="Value"/>.</param>
    /// <exception cref="ArgumentException">The parts do not make a target.</exception>
    public static RevocationTarget Create(RevocationKind kind, string? authorizationServer, string? value)
    {
        var namesServer = kind is not (RevocationKind.Organization or RevocationKind.Role);
        if (namesServer) RevocationText.Check(authorizationServer, RevocationText.MaxNameLength, nameof(authorizationServer));
        else if (authorizationServer is not null) throw new ArgumentException("An organisation or a role is not that of one server.", nameof(authorizationServer));

        switch (kind)
        {
            case RevocationKind.Token or RevocationKind.Client or RevocationKind.Subject:
                RevocationText.Check(value, MaxValueLength, nameof(value));
                break;
            case RevocationKind.TokenHash:
                value = value?.ToLowerInvariant();
                if (value is not { Length: 64 } || !value.All(char.IsAsciiHexDigitLower))
                    throw new ArgumentException("A SHA-256 has 64 hexadecimal digits.", nameof(value));
                break;
            case RevocationKind.AuthorizationServer:
                if (value is not null) throw new ArgumentException("A server has no further name.", nameof(value));
                break;
            case RevocationKind.Organization:
                if (!Organization.TryParse(value, out _)) throw new ArgumentException("An organisation is written '<cloud>::<orgId>'.", nameof(value));
                break;
            case RevocationKind.Role:
                if (!RoleScope.TryParse(value, out _)) throw new ArgumentException("A role is written '<cloud>::<orgId>::<role>'.", nameof(value));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind.");
        }
        return new(kind, authorizationServer, value);
    }

    /// <summary>Its kind and its name, for logs; control characters are escaped.</summary>
    public override string ToString() => Diagnostics.VisibleText.Escape($"{Kind} {string.Join(' ', new[] { AuthorizationServer, Value }.OfType<string>())}");
}
