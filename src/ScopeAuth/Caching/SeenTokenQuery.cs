namespace ScopeAuth;

/// <summary>Which of the tokens seen are asked for. What is not set does not restrict.</summary>
public sealed record SeenTokenQuery
{
    /// <summary>The most tokens of one page.</summary>
    public const int MaxLimit = 1000;

    /// <summary>The exact name of the authorization server.</summary>
    public string? AuthorizationServer { get; init; }

    /// <summary>The exact client ID, or its beginning followed by <c>*</c>.</summary>
    public string? ClientId { get; init; }

    /// <summary>The exact token ID.</summary>
    public string? TokenId { get; init; }

    /// <summary>The state.</summary>
    public TokenState? State { get; init; }

    /// <summary>Issued at this time or later. A token that does not say when matches no time.</summary>
    public DateTimeOffset? IssuedFrom { get; init; }

    /// <summary>Issued before this time.</summary>
    public DateTimeOffset? IssuedTo { get; init; }

    /// <summary>Expires at this time or later.</summary>
    public DateTimeOffset? ExpiresFrom { get; init; }

    /// <summary>Expires before this time.</summary>
    public DateTimeOffset? ExpiresTo { get; init; }

    /// <summary><see cref="SeenTokenPage.Next"/> of the page before; null for the first.</summary>
    public string? After { get; init; }

    /// <summary>The most tokens that are returned.</summary>
    /// <value>Default 100; 1 to <see cref="MaxLimit"/>.</value>
    public int Limit { get; init; } = 100;
}
