using Microsoft.Extensions.Options;
using Npgsql;
using ScopeAuth;
using ScopeAuth.PostgreSql.Audit;
using ScopeAuth.PostgreSql.Hosting;
using ScopeAuth.PostgreSql.Schema;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps the audit trail in PostgreSQL, for all nodes of an application.</summary>
public static class PostgreSqlAuditExtensions
{
    /// <summary>
    /// Keeps audit records in PostgreSQL (13 or later), where <see cref="IAuditLog"/> finds them: every node's, by every filter, without reading the others. The first node
    /// makes the schema. Files, where <c>Audit:Directory</c> is set, are written beside it, and no longer asked.
    /// </summary>
    /// <remarks>
    /// The application starts while the database is out of reach. A request whose record cannot be kept is treated as <see cref="AuditOptions.WhenSinkFails"/> says; one waits
    /// at most 5 seconds for that.
    /// </remarks>
    /// <param name="builder">The builder that <c>AddScopeRoleAuth</c> returns.</param>
    /// <param name="connectionString">As Npgsql reads it. The database must be the primary.</param>
    /// <param name="configure">Sets options.</param>
    public static ScopeAuthBuilder AddPostgreSqlAudit(this ScopeAuthBuilder builder, string connectionString, Action<PostgreSqlAuditOptions>? configure = null)
    {
        var database = PostgreSqlDatabase.Factory(connectionString);
        return builder.Add(_ => database(), configure);
    }

    /// <summary>The same, with a data source that there is already: that of <c>AddPostgreSqlRevocations</c>, or one of the application.</summary>
    /// <param name="builder">The builder that <c>AddScopeRoleAuth</c> returns.</param>
    /// <param name="dataSource">
    /// The data source, which the application disposes of. Null: that of the revocations if they are in PostgreSQL, else the one among the services. Made with the slim builder it needs
    /// <c>EnableArrays</c>.
    /// </param>
    /// <param name="configure">Sets options.</param>
    public static ScopeAuthBuilder AddPostgreSqlAudit(this ScopeAuthBuilder builder, NpgsqlDataSource? dataSource = null, Action<PostgreSqlAuditOptions>? configure = null) =>
        builder.Add(services => DatabaseServices.DatabaseOf(services, dataSource), configure);

    private static ScopeAuthBuilder Add(this ScopeAuthBuilder builder, Func<IServiceProvider, PostgreSqlDatabase> database, Action<PostgreSqlAuditOptions>? configure)
    {
        var services = builder.AddDatabase(PostgreSqlDatabase.OfAudit, database, configure);
        services.AddSingleton<AuditTable>();
        services.AddSingleton<IAuditSink, PostgreSqlAuditSink>();
        services.AddSingleton<IAuditLog, PostgreSqlAuditLog>();
        services.AddPurge(PostgreSqlDatabase.OfAudit, AuditTable.DropOldest, provider => provider.GetRequiredService<IOptions<PostgreSqlAuditOptions>>().Value.Retention);
        return builder;
    }
}
