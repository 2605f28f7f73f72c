namespace ScopeAuth.PostgreSql.Hosting;

/// <summary>What the options of everything that is kept in the database have in common.</summary>
internal interface IPostgreSqlOptions
{
    /// <summary>What they are of, in sentences.</summary>
    static abstract string What { get; }

    string Schema { get; }

    TimeSpan Timeout { get; }

    /// <summary>Names the faults of the other settings.</summary>
    void Check(OptionFaults faults);
}
