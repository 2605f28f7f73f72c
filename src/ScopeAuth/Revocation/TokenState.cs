namespace ScopeAuth;

/// <summary>The state of an issued token.</summary>
public enum TokenState
{
    /// <summary>It may be used.</summary>
    Active = 1,

    /// <summary>It was revoked before its time was over.</summary>
    Revoked = 2,

    /// <summary>Its time is over, the clock skew of its authorization server included. A token that was revoked before is expired now, too.</summary>
    Expired = 3,
}
