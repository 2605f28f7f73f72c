namespace ScopeAuth;

/// <summary>
/// Why a token or a request was refused: one closed set for the response, the log event, the metric, the span and the audit record.
/// </summary>
/// <remarks>The numbers are stable: dashboards, audit rows and alerts key on them. New reasons are added at the end. See docs/rejections.md.</remarks>
public enum Rejection
{
    /// <summary>The request carries no bearer token.</summary>
    NoCredentials = 1,

    /// <summary>The <c>Authorization</c> header occurs twice or is not one bearer token (RFC 6750 section 3.1, invalid_request).</summary>
    InvalidRequest = 2,

    /// <summary>The token is longer than <see cref="ScopeAuthOptions.MaxTokenLength"/>; nothing of it was decoded.</summary>
    TokenTooLong = 3,

    /// <summary>Not a compact JWS of two JSON objects and a signature: parts, base64url, UTF-8, JSON, duplicate members, depth or size.</summary>
    Malformed = 4,

    /// <summary>The token is encrypted (five parts, a JWE). This API takes signed tokens only.</summary>
    EncryptedToken = 5,

    /// <summary>The header demands something that is not supported: <c>crit</c>, <c>b64</c>, <c>zip</c> or <c>enc</c>.</summary>
    UnsupportedHeader = 6,

    /// <summary>No enabled authorization server is registered for the token's issuer.</summary>
    UnknownIssuer = 7,

    /// <summary>The algorithm is unknown, or the authorization server is not allowed to use it.</summary>
    AlgorithmNotAllowed = 8,

    /// <summary>The header's <c>typ</c>, or a claim that marks an ID token or a logout token, says that this is no access token.</summary>
    TokenTypeNotAllowed = 9,

    /// <summary>A required claim is missing, or a claim has the wrong JSON type or an impossible value.</summary>
    InvalidClaim = 10,

    /// <summary>The token has expired.</summary>
    Expired = 11,

    /// <summary>The token is not valid yet (<c>nbf</c> or <c>iat</c> lies in the future).</summary>
    NotYetValid = 12,

    /// <summary>The token lives longer than the authorization server may issue tokens for.</summary>
    LifetimeTooLong = 13,

    /// <summary>The token was issued for another audience.</summary>
    WrongAudience = 14,

    /// <summary>The token was issued to a client that is not registered here.</summary>
    WrongClient = 15,

    /// <summary>The token is bound to a key of its client (<c>cnf</c>), and the binding cannot be verified.</summary>
    UnverifiedBinding = 16,

    /// <summary>The authorization server has no key that fits the token's key ID and algorithm.</summary>
    UnknownKey = 17,

    /// <summary>The keys of the authorization server are out of reach, so the token cannot be judged now.</summary>
    KeysUnavailable = 18,

    /// <summary>The signature is wrong.</summary>
    BadSignature = 19,

    /// <summary>The token is good, but carries no role that is configured for an organisation of its authorization server.</summary>
    NoUsableRole = 20,

    /// <summary>The token is good, but its role does not reach the endpoint.</summary>
    InsufficientRole = 21,

    /// <summary>The token reaches several organisations, and the request names none of them.</summary>
    OrganizationNotNamed = 22,

    /// <summary>The request names an organisation that the token does not reach.</summary>
    OrganizationNotGranted = 23,

    /// <summary>Another requirement of the endpoint's policy is not met.</summary>
    PolicyNotMet = 24,

    /// <summary>The decision could not be written to the audit trail, and <see cref="AuditFailure.DenyRequest"/> is configured.</summary>
    AuditUnavailable = 25,

    /// <summary>A fault inside the validator. It is always logged as an error.</summary>
    InternalFault = 26,

    /// <summary>The token was revoked, or all tokens of its client, subject, authorization server, organisation or role were.</summary>
    Revoked = 27,

    /// <summary>This node cannot know what was revoked lately, and <see cref="StaleRevocations.FailClosed"/> is configured.</summary>
    RevocationUnavailable = 28,

    /// <summary>The authorization server was asked and says that the token is not active: unknown, expired or revoked there (RFC 7662).</summary>
    Inactive = 29,

    /// <summary>The authorization server cannot be asked about the token, so it cannot be judged now.</summary>
    IntrospectionUnavailable = 30,

    /// <summary>ScopeAuth would accept the token, but the authentication handler that it stands beside refused it.</summary>
    RefusedByHandler = 31,

    /// <summary>No configured server or role accepts the token, and those that are registered while the application runs were not read yet: it cannot be judged now.</summary>
    RegistrationUnavailable = 32,

    /// <summary>A form of the admin pages that was not sent from one of them: without its antiforgery token, or from another origin.</summary>
    ForeignForm = 33,
}
