namespace ScopeAuth.PostgreSql.Registrations;

/// <summary>API roles in PostgreSQL: one set for all nodes.</summary>
internal sealed class PostgreSqlApiRoleStore(RegistrationTable table, RegistrationFeed feed) : IApiRoleStore
{
    private const string Kind = "api-roles";

    public IAsyncEnumerable<RegistrationSet> FollowAsync(CancellationToken cancellationToken) => feed.FollowAsync(Kind, cancellationToken);

    public ValueTask<RegistrationReceipt> WriteAsync(RegistrationChange change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        return table.WriteAsync(Kind, change, cancellationToken);
    }
}
