using System.Text;

namespace ScopeAuth.Tokens;

/// <summary>What kind of token it is: the header's <c>typ</c> (RFC 9068 section 4, RFC 8725 section 3.11), and claims that only other kinds carry.</summary>
internal static class TokenType
{
    /// <summary>How a setting writes "no <c>typ</c> at all".</summary>
    public const string Absent = "absent";

    /// <summary>The type of RFC 9068 section 2.1.</summary>
    public const string AccessTokenJwt = "at+jwt";

    private const string Prefix = "application/";

    /// <summary>A configured type as it is compared: a media type may be written with or without its prefix (RFC 7515 section 4.1.9).</summary>
    public static string WithoutPrefix(string type) =>
        type.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? type[Prefix.Length..] : type;

    /// <summary>Whether the setting names nothing but the type of RFC 9068, and so demands all that RFC 9068 section 4 does.</summary>
    public static bool IsOnlyAccessTokenJwt(IEnumerable<string> types) =>
        types.All(type => WithoutPrefix(type).Equals(AccessTokenJwt, StringComparison.OrdinalIgnoreCase));

    public static bool IsAllowed(in JsonMembers header, ReadOnlySpan<byte[]> allowed, bool absentAllowed)
    {
        if (!header.TryFind(RegisteredName.Type, out var type)) return absentAllowed;
        var text = type.Text;
        // RFC 7515 section 4.1.9: a media type, compared ignoring case; "application/" may be left out.
        if (text.Length > Prefix.Length && Ascii.EqualsIgnoreCase(text[..Prefix.Length], Prefix)) text = text[Prefix.Length..];
        foreach (var candidate in allowed)
            if (Ascii.EqualsIgnoreCase(text, candidate)) return true;
        return false;
    }

    public static bool MarksOtherToken(in JsonMembers claims)
    {
        // OpenID Connect Core sections 2 and 3.3.2.11, Back-Channel Logout section 2.4, RFC 8417 section 2.2.
        if (claims.Contains(RegisteredName.Nonce) || claims.Contains(RegisteredName.AccessTokenHash)
            || claims.Contains(RegisteredName.CodeHash) || claims.Contains(RegisteredName.Events)) return true;
        // Keycloak: Bearer, ID, Refresh, Logout. Amazon Cognito: access, id.
        if (claims.TryFind(RegisteredName.Type, out var type) && type.IsString && !Ascii.EqualsIgnoreCase(type.Text, "Bearer"u8)
            && !Ascii.EqualsIgnoreCase(type.Text, "at+jwt"u8)) return true;
        return claims.TryFind(RegisteredName.TokenUse, out var use) && !use.Is("access"u8);
    }
}
