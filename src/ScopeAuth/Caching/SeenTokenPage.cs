namespace ScopeAuth;

/// <summary>Tokens that were seen, the one that came last at first.</summary>
/// <param name="Tokens">The tokens. There may be fewer than asked for, or none, though more follow: a search by state looks at a bounded number of stored tokens at a time.</param>
/// <param name="Next">What <see cref="SeenTokenQuery.After"/> of the next page is; null at the end.</param>
/// <param name="Total">How many match in all; null where a store has them, which does not count them.</param>
public sealed record SeenTokenPage(IReadOnlyList<SeenToken> Tokens, string? Next, long? Total);
