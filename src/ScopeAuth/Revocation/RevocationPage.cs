namespace ScopeAuth;

/// <summary>A page of revocations, the newest first.</summary>
/// <param name="Items">The revocations.</param>
/// <param name="Next">What <see cref="RevocationQuery.Page"/> has to be for the next page; null where there is none.</param>
public sealed record RevocationPage(IReadOnlyList<RevocationRecord> Items, string? Next);
