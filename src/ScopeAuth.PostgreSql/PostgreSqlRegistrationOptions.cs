using ScopeAuth.PostgreSql.Hosting;

namespace ScopeAuth;

/// <summary>How registrations are kept in PostgreSQL, and how a node keeps up with the others.</summary>
public sealed class PostgreSqlRegistrationOptions : IPostgreSqlOptions
{
    /// <summary>The schema that holds the tables. It is made at the first use; the role of the connection needs <c>CREATE</c> on the database for that.</summary>
    /// <value>Default <c>scopeauth</c>, where revocations are by default, too; lower-case letters, digits and '_', at most 40.</value>
    public string Schema { get; set; } = "scopeauth";

    /// <summary>How often a node asks for changes although nothing woke it. Bounds how long a lost wake-up matters.</summary>
    /// <value>Default 3 s; 100 ms to 1 min.</value>
    public TimeSpan CatchUpInterval { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How often a node asks where nothing can wake it: behind a connection pooler, which does not pass on <c>LISTEN</c>.</summary>
    /// <value>Default 500 ms; 10 ms to 1 min.</value>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long the server may be silent within an answer before the connection is given up.</summary>
    /// <value>Default 10 s; 1 s to 5 min.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    static string IPostgreSqlOptions.What => "PostgreSQL registrations";

    void IPostgreSqlOptions.Check(OptionFaults faults)
    {
        faults.Check(nameof(CatchUpInterval), CatchUpInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
        faults.Check(nameof(PollInterval), PollInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1));
    }
}
