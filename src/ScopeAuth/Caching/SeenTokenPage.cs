namespace ScopeAuth;

/// <summary>Tokens that were seen, the one that came last at first.</summary>
/// <param name="Tokens">The tokens.</param>
/// <param name="Total">How many match in all.</param>
public sealed record SeenTokenPage(IReadOnlyList<SeenToken> Tokens, int Total);
