namespace ScopeAuth;

/// <summary>Why something was revoked. The numbers are stable: stores keep them.</summary>
public enum RevocationReason
{
    /// <summary>Any other reason.</summary>
    Other = 1,

    /// <summary>The API client was deleted. Without a time it is for good: such a revocation cannot be lifted.</summary>
    ClientDeleted = 2,

    /// <summary>The API client was disabled.</summary>
    ClientDisabled = 3,

    /// <summary>An administrator revoked it; the client may get a new token.</summary>
    RevokedByAdministrator = 4,

    /// <summary>A token or a secret got into the wrong hands, or may have.</summary>
    SecurityEvent = 5,
}
