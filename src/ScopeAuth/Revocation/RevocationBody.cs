using System.Text.Json.Serialization;

namespace ScopeAuth.Revocation;

/// <summary>A revocation as a client sends it.</summary>
internal sealed class RevocationBody
{
    public string? AuthorizationServer { get; init; }

    public string? TokenId { get; init; }

    public string? TokenHash { get; init; }

    public string? ClientId { get; init; }

    public string? Subject { get; init; }

    public string? Role { get; init; }

    public RevocationReason? Reason { get; init; }

    public DateTimeOffset? IssuedBefore { get; init; }

    public DateTimeOffset? TokenExpiresAt { get; init; }

    /// <summary>What is named; it must be one thing.</summary>
    [JsonIgnore]
    public int Named => new[] { TokenId, TokenHash, ClientId, Subject, Role }.Count(name => name is not null);
}
