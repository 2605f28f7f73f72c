using Microsoft.Extensions.Options;
using Npgsql;
using ScopeAuth;
using ScopeAuth.PostgreSql.Hosting;
using ScopeAuth.PostgreSql.Schema;
using ScopeAuth.PostgreSql.SeenTokens;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps the tokens seen in PostgreSQL, for all nodes of an application.</summary>
public static class PostgreSqlSeenTokenExtensions
{
    /// <summary>
    /// Keeps in PostgreSQL (13 or later) what the tokens say that any node accepted, and how they are used: more than memory holds, and through restarts. It calls
    /// <see cref="ScopeAuthBuilder.AddSeenTokens"/>. The first node makes the schema. Never the token itself, nor its signature.
    /// </summary>
    /// <remarks>No request waits for the database: a node hands over what is new every two seconds, and keeps it in memory while the database is out of reach.</remarks>
    /// <param name="builder">The builder that <c>AddScopeRoleAuth</c> returns.</param>
    /// <param name="connectionString">As Npgsql reads it. The database must be the primary.</param>
    /// <param name="configure">Sets options.</param>
    public static ScopeAuthBuilder AddPostgreSqlSeenTokens(this ScopeAuthBuilder builder, string connectionString, Action<PostgreSqlSeenTokenOptions>? configure = null)
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
    public static ScopeAuthBuilder AddPostgreSqlSeenTokens(this ScopeAuthBuilder builder, NpgsqlDataSource? dataSource = null, Action<PostgreSqlSeenTokenOptions>? configure = null) =>
        builder.Add(services => DatabaseServices.DatabaseOf(services, dataSource), configure);

    private static ScopeAuthBuilder Add(this ScopeAuthBuilder builder, Func<IServiceProvider, PostgreSqlDatabase> database, Action<PostgreSqlSeenTokenOptions>? configure)
    {
        var services = builder.AddDatabase(PostgreSqlDatabase.OfSeenTokens, database, configure);
        services.AddSingleton<ISeenTokenStore, PostgreSqlSeenTokenStore>();
        services.AddPurge(PostgreSqlDatabase.OfSeenTokens, PostgreSqlSeenTokenStore.DropEnded, provider => provider.GetRequiredService<IOptions<PostgreSqlSeenTokenOptions>>().Value.Retention);
        return builder.AddSeenTokens();
    }
}
