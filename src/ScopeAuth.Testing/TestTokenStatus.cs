namespace ScopeAuth.Testing;

/// <summary>The state of an issued token.</summary>
public enum TestTokenStatus
{
    /// <summary>It is neither revoked nor expired.</summary>
    Active = 0,

    /// <summary>It was revoked before it expired: by itself, by its client, or with its client.</summary>
    Revoked = 1,

    /// <summary>Its time has passed.</summary>
    Expired = 2,
}
