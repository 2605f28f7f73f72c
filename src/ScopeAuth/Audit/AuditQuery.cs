namespace ScopeAuth;

/// <summary>Which records of the audit trail are asked for. What is not set does not restrict.</summary>
public sealed record AuditQuery
{
    /// <summary>The most records of one page.</summary>
    public const int MaxLimit = 1000;

    /// <summary>The earliest <see cref="AuditRecord.Timestamp"/>, itself included.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The end of the time span, itself excluded.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>The exact <see cref="AuditRecord.Action"/>.</summary>
    public string? Action { get; init; }

    /// <summary>The exact <see cref="AuditRecord.Category"/>.</summary>
    public string? Category { get; init; }

    /// <summary>The <see cref="AuditRecord.Result"/>.</summary>
    public AuditResult? Result { get; init; }

    /// <summary>The exact <see cref="AuditRecord.Interface"/>.</summary>
    public string? Interface { get; init; }

    /// <summary>The exact <see cref="AuditRecord.Resource"/>, or its beginning followed by <c>*</c>.</summary>
    public string? Resource { get; init; }

    /// <summary>The exact <see cref="AuditRecord.AdminId"/>, or its beginning followed by <c>*</c>.</summary>
    public string? AdminId { get; init; }

    /// <summary>The exact <see cref="AuditRecord.ClientIp"/>, or its beginning followed by <c>*</c>.</summary>
    public string? ClientIp { get; init; }

    /// <summary>The exact <see cref="AuditRecord.TraceId"/>, or its beginning followed by <c>*</c>.</summary>
    public string? TraceId { get; init; }

    /// <summary>The most records that are returned.</summary>
    /// <value>Default 100; 1 to <see cref="MaxLimit"/>.</value>
    public int Limit { get; init; } = 100;

    /// <summary><see cref="AuditPage.Next"/> of the page before; null for the first.</summary>
    public string? After { get; init; }
}
