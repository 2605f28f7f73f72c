using Npgsql;
using ScopeAuth;
using ScopeAuth.PostgreSql.Hosting;
using ScopeAuth.PostgreSql.Registrations;
using ScopeAuth.PostgreSql.Schema;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps authorization servers and API roles that are registered while the application runs in PostgreSQL, for all nodes of an application.</summary>
public static class PostgreSqlRegistrationExtensions
{
    /// <summary>
    /// Keeps registrations in PostgreSQL (13 or later): what is changed on one node holds on all within a second, and no restart forgets it. The first node makes the schema.
    /// </summary>
    /// <remarks>
    /// The application starts while the database is out of reach. Until the registrations were read once, tokens that only a stored server could judge are answered with 503;
    /// those of configured servers are not affected.
    /// </remarks>
    /// <param name="builder">The builder that <c>AddScopeRoleAuth</c> returns.</param>
    /// <param name="connectionString">As Npgsql reads it. The database must be the primary.</param>
    /// <param name="configure">Sets options.</param>
    public static ScopeAuthBuilder AddPostgreSqlRegistrations(this ScopeAuthBuilder builder, string connectionString, Action<PostgreSqlRegistrationOptions>? configure = null)
    {
        var database = PostgreSqlDatabase.Factory(connectionString);
        return builder.Add(_ => database(), configure);
    }

    /// <summary>The same, with a data source that there is already: that of <c>AddPostgreSqlRevocations</c>, or one of the application.</summary>
    /// <param name="builder">The builder that <c>AddScopeRoleAuth</c> returns.</param>
    /// <param name="dataSource">The data source, which the application disposes of. Null: that of the revocations if they are in PostgreSQL, else the one among the services.</param>
    /// <param name="configure">Sets options.</param>
    public static ScopeAuthBuilder AddPostgreSqlRegistrations(this ScopeAuthBuilder builder, NpgsqlDataSource? dataSource = null, Action<PostgreSqlRegistrationOptions>? configure = null) =>
        builder.Add(services => DatabaseServices.DatabaseOf(services, dataSource), configure);

    private static ScopeAuthBuilder Add(this ScopeAuthBuilder builder, Func<IServiceProvider, PostgreSqlDatabase> database, Action<PostgreSqlRegistrationOptions>? configure)
    {
        var services = builder.AddDatabase(PostgreSqlDatabase.OfRegistrations, database, configure);
        services.AddSingleton<RegistrationTable>();
        services.AddSingleton<RegistrationFeed>();
        services.AddSingleton<IAuthorizationServerStore, PostgreSqlAuthorizationServerStore>();
        services.AddSingleton<IApiRoleStore, PostgreSqlApiRoleStore>();
        return builder;
    }
}
