using ScopeAuth.PostgreSql.Hosting;

namespace ScopeAuth;

/// <summary>How the tokens seen are kept in PostgreSQL.</summary>
public sealed class PostgreSqlSeenTokenOptions : IPostgreSqlOptions
{
    /// <summary>The schema that holds the tables. It is made at the first use; the role of the connection needs <c>CREATE</c> on the database for that.</summary>
    /// <value>Default <c>scopeauth</c>; lower-case letters, digits and '_', at most 40.</value>
    public string Schema { get; set; } = "scopeauth";

    /// <summary>How long a token is kept after it has expired. Older ones are dropped every ten minutes, a few thousand at a time.</summary>
    /// <value>Default 7 days; 0 to 10 years.</value>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How long the server may be silent within an answer before the connection is given up.</summary>
    /// <value>Default 10 s; 1 s to 5 min.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    static string IPostgreSqlOptions.What => "PostgreSQL tokens seen";

    void IPostgreSqlOptions.Check(OptionFaults faults) => faults.Check(nameof(Retention), Retention, TimeSpan.Zero, TimeSpan.FromDays(3650));
}
