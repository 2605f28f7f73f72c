using ScopeAuth.PostgreSql.Hosting;

namespace ScopeAuth;

/// <summary>How audit records are kept in PostgreSQL.</summary>
public sealed class PostgreSqlAuditOptions : IPostgreSqlOptions
{
    /// <summary>The schema that holds the tables. It is made at the first use; the role of the connection needs <c>CREATE</c> on the database for that.</summary>
    /// <value>Default <c>scopeauth</c>; lower-case letters, digits and '_', at most 40.</value>
    public string Schema { get; set; } = "scopeauth";

    /// <summary>When a record is safe: before the response ends, or a little later, where a crash of the database loses what was committed last.</summary>
    /// <value>Default <see cref="AuditFlush.Strict"/>.</value>
    /// <remarks>
    /// Strict records are on the server's disk, also where <c>synchronous_commit</c> is off; requests that end together share a commit. Buffered ones wait in a queue of 8,192
    /// for a commit that does not wait for the disk. After an error every request waits, whatever is set, until a record is kept again.
    /// </remarks>
    public AuditFlush Flush { get; set; } = AuditFlush.Strict;

    /// <summary>How long records are kept. Older ones are dropped every ten minutes, a few thousand at a time.</summary>
    /// <value>Default none: for ever. 1 hour to 100 years.</value>
    public TimeSpan? Retention { get; set; }

    /// <summary>How long the server may be silent within an answer before the connection is given up.</summary>
    /// <value>Default 10 s; 1 s to 5 min.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    static string IPostgreSqlOptions.What => "PostgreSQL audit records";

    void IPostgreSqlOptions.Check(OptionFaults faults)
    {
        if (Retention is { } retention) faults.Check(nameof(Retention), retention, TimeSpan.FromHours(1), TimeSpan.FromDays(36_500));
        faults.CheckDefined(nameof(Flush), Flush);
    }
}
