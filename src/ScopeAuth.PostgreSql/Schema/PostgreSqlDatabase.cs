using Npgsql;

namespace ScopeAuth.PostgreSql.Schema;

/// <summary>Where connections come from, and who disposes of it.</summary>
internal sealed class PostgreSqlDatabase(NpgsqlDataSource source, bool isOwned) : IAsyncDisposable
{
    /// <summary>The key of the database with the revocations among the services.</summary>
    public const string OfRevocations = "ScopeAuth.Revocations";

    /// <summary>The key of the database with the registrations among the services.</summary>
    public const string OfRegistrations = "ScopeAuth.Registrations";

    /// <summary>The key of the database with the audit records among the services.</summary>
    public const string OfAudit = "ScopeAuth.Audit";

    /// <summary>The key of the database with the tokens seen among the services.</summary>
    public const string OfSeenTokens = "ScopeAuth.SeenTokens";

    /// <summary>Reads the connection string now: a fault in it stops the start, not the first request.</summary>
    public static Func<PostgreSqlDatabase> Factory(string connectionString)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        settings.ApplicationName ??= "ScopeAuth";
        return () => new(NpgsqlDataSource.Create(settings), isOwned: true);
    }

    /// <summary>The same connections, for somebody who does not dispose of them.</summary>
    public PostgreSqlDatabase Share() => new(source, isOwned: false);

    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) => source.OpenConnectionAsync(cancellationToken);

    public ValueTask DisposeAsync() => isOwned ? source.DisposeAsync() : ValueTask.CompletedTask;
}
