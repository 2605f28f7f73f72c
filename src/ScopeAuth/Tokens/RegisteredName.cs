namespace ScopeAuth.Tokens;

/// <summary>The members that are looked for in every token, hashed once.</summary>
internal static class RegisteredName
{
    // RFC 7515 section 4.1, RFC 7516 section 4.1, RFC 7797 section 3
    public static readonly JsonName Algorithm = new("alg");
    public static readonly JsonName KeyId = new("kid");
    public static readonly JsonName Type = new("typ");
    public static readonly JsonName Critical = new("crit");
    public static readonly JsonName Base64UrlPayload = new("b64");
    public static readonly JsonName Compression = new("zip");
    public static readonly JsonName Encryption = new("enc");

    // RFC 7519 section 4.1
    public static readonly JsonName Issuer = new("iss");
    public static readonly JsonName Subject = new("sub");
    public static readonly JsonName Audience = new("aud");
    public static readonly JsonName ExpirationTime = new("exp");
    public static readonly JsonName NotBefore = new("nbf");
    public static readonly JsonName IssuedAt = new("iat");

    // RFC 7800 section 3.1
    public static readonly JsonName Confirmation = new("cnf");

    // OpenID Connect Core sections 2 and 3.3.2.11, RFC 8417 section 2.2, Amazon Cognito
    public static readonly JsonName Nonce = new("nonce");
    public static readonly JsonName AccessTokenHash = new("at_hash");
    public static readonly JsonName CodeHash = new("c_hash");
    public static readonly JsonName Events = new("events");
    public static readonly JsonName TokenUse = new("token_use");
}
