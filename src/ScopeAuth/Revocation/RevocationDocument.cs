namespace ScopeAuth.Revocation;

/// <summary>A revocation as a client sees it: the target has the name that it is asked for by.</summary>
internal sealed record RevocationDocument(
    Guid Id,
    RevocationKind Kind,
    string? AuthorizationServer,
    string? TokenId,
    string? TokenHash,
    string? ClientId,
    string? Subject,
    string? Organization,
    string? Role,
    RevocationReason Reason,
    string RevokedBy,
    DateTimeOffset RevokedAt,
    DateTimeOffset? IssuedBefore,
    DateTimeOffset? EndsAt)
{
    public static RevocationDocument Of(RevocationRecord record)
    {
        var role = record.Target.Kind == RevocationKind.Role ? RoleScope.Parse(record.Target.Value!) : default;
        return new(
            record.Id,
            record.Target.Kind,
            record.Target.AuthorizationServer,
            ValueOf(record, RevocationKind.Token),
            ValueOf(record, RevocationKind.TokenHash),
            ValueOf(record, RevocationKind.Client),
            ValueOf(record, RevocationKind.Subject),
            role == default ? ValueOf(record, RevocationKind.Organization) : role.Organization.ToString(),
            role == default ? null : role.Role,
            record.Reason,
            record.RevokedBy,
            record.RevokedAt,
            record.IssuedBefore,
            record.EndsAt);
    }

    private static string? ValueOf(RevocationRecord record, RevocationKind kind) => record.Target.Kind == kind ? record.Target.Value : null;
}
