namespace ScopeAuth.Bearer;

/// <summary>How one rejection is answered: status, error code of RFC 6750 section 3.1, and one fixed sentence without quotes or backslashes.</summary>
internal sealed record RejectionRow(int Status, string? Error, string Sentence)
{
    /// <summary>Seconds for <c>Retry-After</c>; 0 for none.</summary>
    public int RetryAfter { get; init; }
}

/// <summary>The whole table of answers. The sentences are few on purpose: a forger learns nothing from the difference of two checks.</summary>
internal static class RejectionTable
{
    private const string InvalidToken = "invalid_token";
    private const string InsufficientScope = "insufficient_scope";

    private static readonly RejectionRow Malformed = new(401, InvalidToken, "The access token is malformed");
    private static readonly RejectionRow Invalid = new(401, InvalidToken, "The access token is invalid");

    public static RejectionRow Of(Rejection rejection) => rejection switch
    {
        Rejection.NoCredentials => new(401, null, "An access token is required"),
        Rejection.InvalidRequest => new(400, "invalid_request", "The request must carry one bearer token in one Authorization header"),
        Rejection.TokenTooLong or Rejection.Malformed or Rejection.EncryptedToken => Malformed,
        Rejection.Expired => new(401, InvalidToken, "The access token expired"),
        Rejection.NotYetValid => new(401, InvalidToken, "The access token is not yet valid"),
        Rejection.Revoked => new(401, InvalidToken, "The access token was revoked"),
        Rejection.UnverifiedBinding => new(401, InvalidToken, "The access token is not bound to this client"),
        Rejection.KeysUnavailable => new(503, null, "The access token cannot be checked at the moment") { RetryAfter = 30 },
        Rejection.RevocationUnavailable => new(503, null, "Whether the access token was revoked cannot be known at the moment") { RetryAfter = 5 },
        Rejection.IntrospectionUnavailable => new(503, null, "The access token cannot be checked at the moment") { RetryAfter = 10 },
        Rejection.RegistrationUnavailable => new(503, null, "The access token cannot be checked at the moment") { RetryAfter = 5 },
        Rejection.ForeignForm => new(400, null, "The form was not sent from the page that it belongs to"),
        Rejection.AuditUnavailable => new(503, null, "The request cannot be recorded at the moment") { RetryAfter = 5 },
        Rejection.NoUsableRole => new(403, InsufficientScope, "The access token carries no role of this API"),
        Rejection.InsufficientRole or Rejection.PolicyNotMet => new(403, InsufficientScope, "The role of the access token does not reach this endpoint"),
        Rejection.OrganizationNotNamed => new(403, InsufficientScope, "The request must name one organisation"),
        Rejection.OrganizationNotGranted => new(403, InsufficientScope, "The access token does not reach this organisation"),
        _ => Invalid,
    };
}
