namespace ScopeAuth.Revocation;

/// <summary>How many there are.</summary>
internal sealed record RevocationCountDocument(long Count);
