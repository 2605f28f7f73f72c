namespace ScopeAuth;

/// <summary>What happens at the start when the journal of revocations is damaged.</summary>
public enum JournalDamage
{
    /// <summary>The application does not start: what is missing could let revoked tokens in.</summary>
    StopStart = 0,

    /// <summary>It starts without what is damaged. A copy of the file is kept, and an error is logged.</summary>
    StartWithout = 1,
}
