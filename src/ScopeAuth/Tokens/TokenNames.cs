namespace ScopeAuth.Tokens;

/// <summary>Who a token is for and what it is called, as strings: for audit records, principals and revocations.</summary>
internal sealed record TokenNames(string? ClientId, string? TokenId, string? Subject)
{
    /// <param name="payload">A payload that was read before, and found good.</param>
    /// <param name="rules">What the server's tokens call their parts.</param>
    public static TokenNames Read(ReadOnlySpan<byte> payload, TokenRules rules)
    {
        // Not the thread's table: another token may be in the middle of its road there.
        Span<JsonMember> table = stackalloc JsonMember[TokenBuffers.MaxClaims];
        JsonText.TryReadObject(payload, table, out var claims);
        return new(
            rules.ClientIdOf(claims),
            rules.TokenIdOf(claims),
            claims.TryFind(RegisteredName.Subject, out var subject) ? subject.ToString() : null);
    }
}
