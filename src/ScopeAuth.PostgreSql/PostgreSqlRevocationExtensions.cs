using Npgsql;
using ScopeAuth;
using ScopeAuth.PostgreSql.Hosting;
using ScopeAuth.PostgreSql.Revocation;
using ScopeAuth.PostgreSql.Schema;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps revocations in PostgreSQL, for all nodes of an application.</summary>
public static class PostgreSqlRevocationExtensions
{
    /// <summary>
    /// Keeps revocations in PostgreSQL (14 or later): what one node revokes, all refuse within milliseconds, and no restart forgets it. The first node makes the schema.
    /// </summary>
    /// <remarks>The application starts while the database is out of reach; tokens are refused with 503 until the list was read once.</remarks>
    /// <param name="builder">The builder that <c>AddScopeRoleAuth</c> returns.</param>
    /// <param name="connectionString">As Npgsql reads it. The database must be the primary: a replica that lags would say that nothing is revoked.</param>
    /// <param name="configure">Sets options.</param>
    public static ScopeAuthBuilder AddPostgreSqlRevocations(this ScopeAuthBuilder builder, string connectionString, Action<PostgreSqlRevocationOptions>? configure = null)
    {
        var database = PostgreSqlDatabase.Factory(connectionString);
        return builder.Add(_ => database(), configure);
    }

    /// <summary>The same, with a data source that the application has: for certificates, changing passwords, or several hosts.</summary>
    /// <param name="builder">The builder that <c>AddScopeRoleAuth</c> returns.</param>
    /// <param name="dataSource">The data source, which the application disposes of. Null: the one among the services. Made with the slim builder it needs <c>EnableArrays</c>.</param>
    /// <param name="configure">Sets options.</param>
    public static ScopeAuthBuilder AddPostgreSqlRevocations(this ScopeAuthBuilder builder, NpgsqlDataSource? dataSource = null, Action<PostgreSqlRevocationOptions>? configure = null) =>
        builder.Add(services => new(dataSource ?? services.GetRequiredService<NpgsqlDataSource>(), isOwned: false), configure);

    private static ScopeAuthBuilder Add(this ScopeAuthBuilder builder, Func<IServiceProvider, PostgreSqlDatabase> database, Action<PostgreSqlRevocationOptions>? configure)
    {
        var services = builder.AddDatabase(PostgreSqlDatabase.OfRevocations, database, configure);
        services.AddSingleton<RevocationWriter>();
        services.AddSingleton<RevocationReader>();
        services.AddSingleton<RevocationFeed>();
        services.AddSingleton<IRevocationStore, PostgreSqlRevocationStore>();
        return builder;
    }
}
