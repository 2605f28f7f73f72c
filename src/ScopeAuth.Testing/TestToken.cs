using System.Text.Json.Nodes;

namespace ScopeAuth.Testing;

/// <summary>
/// An access token to be made, right or wrong in any way. Whatever is not set is as the server's vendor does it.
/// </summary>
public sealed class TestToken
{
    /// <summary>The granted role scopes, <c>&lt;cloud&gt;::&lt;orgId&gt;::&lt;role&gt;</c>, unchecked. None by default.</summary>
    public IList<string> Scopes { get; init; } = [];

    /// <summary>The client ID; by default that of the server's first client.</summary>
    public string? ClientId { get; init; }

    /// <summary>The subject; by default what the vendor writes for a machine client.</summary>
    public string? Subject { get; init; }

    /// <summary>The audience; by default the server's.</summary>
    public string? Audience { get; init; }

    /// <summary>The token's ID (<c>jti</c>, at Microsoft <c>uti</c>); by default a new one in the vendor's form.</summary>
    public string? TokenId { get; init; }

    /// <summary>When the token was issued; by default now, by the server's clock.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>
    /// The time from issue to expiry; by default the server's. A negative one makes a token that never was valid.
    /// </summary>
    public TimeSpan? Lifetime { get; init; }

    /// <summary>Claims to set, whatever the vendor wrote. A <see langword="null"/> value writes JSON's null.</summary>
    public IDictionary<string, JsonNode?> Claims { get; init; } = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);

    /// <summary>Claims to leave out.</summary>
    public IList<string> RemovedClaims { get; init; } = [];

    /// <summary>Header members to set. A changed <c>alg</c> does not change how the token is signed.</summary>
    public IDictionary<string, JsonNode?> Header { get; init; } = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);

    /// <summary>Header members to leave out, for example <c>kid</c>.</summary>
    public IList<string> RemovedHeader { get; init; } = [];

    /// <summary>The whole payload as text, valid JSON or not, in place of the claims.</summary>
    public string? RawPayload { get; init; }

    /// <summary>The whole header as text, valid JSON or not, in place of the members.</summary>
    public string? RawHeader { get; init; }

    /// <summary>The algorithm of the signature; by default the server's. The server's key must be able to do it.</summary>
    public string? Algorithm { get; init; }

    /// <summary>
    /// Another server, whose active key signs in place of this one's. The header names that key, unless <see cref="Header"/> says
    /// otherwise.
    /// </summary>
    public TestAuthorizationServer? SignWith { get; init; }

    /// <summary>
    /// Signs with HMAC SHA-256 and this key, and says <c>HS256</c>: the attack that takes a public key, which anyone has, for a
    /// shared secret.
    /// </summary>
    public ReadOnlyMemory<byte>? HmacKey { get; init; }

    /// <summary>Whether the token says <c>none</c> and has no signature.</summary>
    public bool WithoutSignature { get; init; }

    /// <summary>Whether one bit of the signature is wrong.</summary>
    public bool BreakSignature { get; init; }

    internal bool ByAssertion { get; init; }

    internal TestApiKey? ApiKey { get; init; }

    /// <summary>
    /// Whether the server would have issued it: only then it is remembered, and active when it is introspected.
    /// </summary>
    internal bool IsGenuine =>
        SignWith is null && HmacKey is null && !WithoutSignature && !BreakSignature && RawHeader is null && RawPayload is null;
}
