namespace ScopeAuth.Revocation;

/// <summary>What became of a fingerprint that was to be added to a table.</summary>
internal enum FingerprintAddition
{
    /// <summary>It was not in, and is now.</summary>
    New,

    /// <summary>It was in.</summary>
    Known,

    /// <summary>The table has to grow first.</summary>
    NoRoom,
}
