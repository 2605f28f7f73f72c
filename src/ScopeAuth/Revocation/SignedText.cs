namespace ScopeAuth.Revocation;

/// <summary>The part of a token that a revocation by its text is about.</summary>
internal static class SignedText
{
    // Without the signature of a JWS: anybody can compute the twin of an ECDSA signature, which is as good, and the token had a second text.
    public static ReadOnlySpan<char> Of(ReadOnlySpan<char> token) => token.Count('.') == 2 ? token[..token.LastIndexOf('.')] : token;
}
