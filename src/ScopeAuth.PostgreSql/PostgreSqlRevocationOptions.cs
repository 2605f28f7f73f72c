using ScopeAuth.PostgreSql.Hosting;

namespace ScopeAuth;

/// <summary>How revocations are kept in PostgreSQL, and how a node keeps up with the others.</summary>
public sealed class PostgreSqlRevocationOptions : IPostgreSqlOptions
{
    /// <summary>The schema that holds the tables. It is made at the first use; the role of the connection needs <c>CREATE</c> on the database for that.</summary>
    /// <value>Default <c>scopeauth</c>; lower-case letters, digits and '_', at most 40.</value>
    public string Schema { get; set; } = "scopeauth";

    /// <summary>How often a node asks for changes although nothing woke it. Bounds how long a lost wake-up matters, and how fresh a node knows itself to be.</summary>
    /// <value>Default 3 s; 100 ms to 1 min. It is never more than a third of <see cref="RevocationOptions.MaxStaleness"/>.</value>
    public TimeSpan CatchUpInterval { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How often a node asks where nothing can wake it: behind a connection pooler, which does not pass on <c>LISTEN</c>.</summary>
    /// <value>Default 250 ms; 10 ms to 1 min.</value>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long the server may be silent within an answer before the connection is given up.</summary>
    /// <value>Default 10 s; 1 s to 5 min.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a node may be away and still go on where it was; after that it reads the whole list, which is slower and no less right.</summary>
    /// <value>Default one day; 1 min to 31 days.</value>
    public TimeSpan LiftRetention { get; set; } = TimeSpan.FromDays(1);

    static string IPostgreSqlOptions.What => "PostgreSQL revocations";

    void IPostgreSqlOptions.Check(OptionFaults faults)
    {
        faults.Check(nameof(CatchUpInterval), CatchUpInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
        faults.Check(nameof(PollInterval), PollInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1));
        faults.Check(nameof(LiftRetention), LiftRetention, TimeSpan.FromMinutes(1), TimeSpan.FromDays(31));
    }
}
