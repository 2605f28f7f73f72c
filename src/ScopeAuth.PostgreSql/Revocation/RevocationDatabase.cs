using Npgsql;

namespace ScopeAuth.PostgreSql.Revocation;

/// <summary>Where connections come from, and who disposes of it.</summary>
internal sealed class RevocationDatabase(NpgsqlDataSource source, bool isOwned) : IAsyncDisposable
{
    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) => source.OpenConnectionAsync(cancellationToken);

    public ValueTask DisposeAsync() => isOwned ? source.DisposeAsync() : ValueTask.CompletedTask;
}
