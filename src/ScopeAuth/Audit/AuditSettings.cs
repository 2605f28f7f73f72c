namespace ScopeAuth.Audit;

/// <summary>The options of the audit trail as they are now, and its folder as it was at the start.</summary>
/// <remarks>A reload changes everything but the folder: moving it needs a restart, or records would be spread over two places.</remarks>
internal sealed class AuditSettings(Func<AuditOptions> current, string contentRoot)
{
    public AuditOptions Current => current();

    /// <summary>The folder for files, relative ones from the content root; null for no files.</summary>
    public string? Directory { get; } =
        string.IsNullOrWhiteSpace(current().Directory) ? null : Path.GetFullPath(current().Directory!, Path.GetFullPath(contentRoot));
}
