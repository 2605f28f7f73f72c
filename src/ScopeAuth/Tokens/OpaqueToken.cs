using System.Buffers;

namespace ScopeAuth.Tokens;

/// <summary>A token that means nothing to anybody but its server (RFC 6750 section 2.1, b64token).</summary>
internal static class OpaqueToken
{
    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=");

    /// <summary>Whether it can be one. What has the parts of a JWS or a JWE is judged as such, so that no broken JWT is ever taken for an opaque token.</summary>
    public static bool CanBe(ReadOnlySpan<char> token) =>
        !token.IsEmpty && token.Count('.') is not (2 or 4) && !token.ContainsAnyExcept(Alphabet);
}
