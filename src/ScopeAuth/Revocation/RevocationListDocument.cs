namespace ScopeAuth.Revocation;

/// <summary>A page of the list.</summary>
/// <param name="Items">The revocations, the newest first.</param>
/// <param name="Next">The <c>page</c> to ask for next, or null.</param>
internal sealed record RevocationListDocument(IReadOnlyList<RevocationDocument> Items, string? Next);
