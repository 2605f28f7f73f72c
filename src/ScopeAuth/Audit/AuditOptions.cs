namespace ScopeAuth;

/// <summary>The audit trail: one record for each decided request, allowed or denied.</summary>
/// <remarks>Records always go to the logger (category <c>ScopeAuth.Audit</c>) and to every registered <see cref="IAuditSink"/>.</remarks>
public sealed class AuditOptions
{
    /// <summary>The folder for JSON Lines files <c>audit-&lt;yyyyMMdd&gt;[-&lt;n&gt;].jsonl</c>.</summary>
    /// <value>Default none: no files. A relative path starts at the content root. A change takes effect at the next start.</value>
    /// <remarks>
    /// One JSON object per line, readable by the owner only. Several processes may share a folder: each writes files of its own. A folder
    /// that cannot be written stops the start, unless <see cref="WhenSinkFails"/> lets requests go on without a record.
    /// </remarks>
    public string? Directory { get; set; }

    /// <summary>Size in bytes at which a new file is begun on the same day.</summary>
    /// <value>Default 104,857,600 (100 MiB); at least 1,048,576.</value>
    public long MaxFileBytes { get; set; } = 100 * 1024 * 1024;

    /// <summary>How long files are kept. A file goes when the newest record that it may hold is older; that is looked at when a new file is begun.</summary>
    /// <value>Default none: for ever. At least one day.</value>
    /// <remarks>Files of the trail alone are removed, by their names, whichever process wrote them.</remarks>
    public TimeSpan? Retention { get; set; }

    /// <summary>When a record is safe on disk.</summary>
    /// <value>Default <see cref="AuditFlush.Strict"/>.</value>
    public AuditFlush Flush { get; set; } = AuditFlush.Strict;

    /// <summary>What happens to a request whose record cannot be written.</summary>
    /// <value>Default <see cref="AuditFailure.DenyRequest"/>.</value>
    public AuditFailure WhenSinkFails { get; set; } = AuditFailure.DenyRequest;
}
