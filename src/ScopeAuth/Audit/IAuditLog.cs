namespace ScopeAuth;

/// <summary>Reads the audit trail where it is kept: in the JSON Lines files of <see cref="AuditOptions.Directory"/>, unless a package keeps it elsewhere.</summary>
public interface IAuditLog
{
    /// <summary>Whether records are kept where they can be read. Without a folder they go to the logger alone, and every page is empty.</summary>
    bool IsKept { get; }

    /// <summary>Reads one page.</summary>
    /// <param name="query">Which records.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="ArgumentException">The limit is out of range, or <see cref="AuditQuery.After"/> did not come from here.</exception>
    /// <exception cref="IOException">The records cannot be read.</exception>
    ValueTask<AuditPage> QueryAsync(AuditQuery query, CancellationToken cancellationToken = default);
}
