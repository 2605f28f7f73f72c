using System.Buffers;
using Microsoft.Extensions.Primitives;

namespace ScopeAuth.Bearer;

/// <summary>RFC 6750 section 2.1: one <c>Authorization</c> header, the scheme in any case, one space, one token. A token elsewhere is never read.</summary>
internal static class BearerHeader
{
    private const string Scheme = "Bearer";

    /// <summary>b64token: what may stand there at all; whether it is a token is the pipeline's question.</summary>
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=");

    /// <returns>Null, or why there is no token: none was sent, or what was sent is no single bearer token.</returns>
    public static Rejection? Read(StringValues header, out ReadOnlyMemory<char> token)
    {
        token = default;
        if (header.Count == 0) return Rejection.NoCredentials;
        if (header.Count > 1) return Rejection.InvalidRequest;

        var value = header[0].AsSpan();
        // Spelled as everybody spells it, it is told from others by a few comparisons.
        if (!value.StartsWith(Scheme) && !value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return Rejection.NoCredentials;
        var rest = value[Scheme.Length..];
        if (rest.IsEmpty) return Rejection.InvalidRequest;
        if (rest[0] != ' ') return char.IsAsciiLetterOrDigit(rest[0]) ? Rejection.NoCredentials : Rejection.InvalidRequest;
        rest = rest[1..];
        if (rest.IsEmpty || rest.ContainsAnyExcept(TokenCharacters)) return Rejection.InvalidRequest;

        token = header[0].AsMemory(Scheme.Length + 1);
        return null;
    }
}
