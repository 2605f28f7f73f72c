using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using ScopeAuth.PostgreSql.Schema;

namespace ScopeAuth.PostgreSql.Hosting;

/// <summary>What everything that is kept in a database needs: checked options, connections and a schema, under a key of its own.</summary>
internal static class DatabaseServices
{
    /// <summary>The connections that were given; else those of the revocations if they are in PostgreSQL; else those among the services.</summary>
    public static PostgreSqlDatabase DatabaseOf(IServiceProvider services, NpgsqlDataSource? given) =>
        given is not null ? new(given, isOwned: false)
            : services.GetKeyedService<PostgreSqlDatabase>(PostgreSqlDatabase.OfRevocations)?.Share() ?? new(services.GetRequiredService<NpgsqlDataSource>(), isOwned: false);

    public static IServiceCollection AddDatabase<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        this ScopeAuthBuilder builder, string key, Func<IServiceProvider, PostgreSqlDatabase> database, Action<TOptions>? configure)
        where TOptions : class, IPostgreSqlOptions
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>, PostgreSqlOptionsValidator<TOptions>>());
        services.AddOptions<TOptions>().Configure(options => configure?.Invoke(options)).ValidateOnStart();
        services.AddKeyedSingleton(key, (provider, _) => database(provider));
        services.AddKeyedSingleton(key, (provider, own) => new DatabaseSchema(
            provider.GetRequiredKeyedService<PostgreSqlDatabase>(own), provider.GetRequiredService<IOptions<TOptions>>().Value.Schema,
            provider.GetRequiredService<ILogger<DatabaseSchema>>()));
        return services;
    }

    /// <summary>Drops in the background what is older than it is to be kept.</summary>
    public static void AddPurge(this IServiceCollection services, string key, string statement, Func<IServiceProvider, TimeSpan?> retention)
    {
        services.AddKeyedSingleton(key, (provider, own) => new Purge(
            provider.GetRequiredKeyedService<PostgreSqlDatabase>(own), provider.GetRequiredKeyedService<DatabaseSchema>(own), statement, retention(provider),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<Purge>>()));
        // Not AddHostedService, which takes a second one of a type for the first.
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredKeyedService<Purge>(key));
    }
}
