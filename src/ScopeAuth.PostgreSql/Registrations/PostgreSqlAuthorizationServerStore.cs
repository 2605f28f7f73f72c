namespace ScopeAuth.PostgreSql.Registrations;

/// <summary>Authorization servers in PostgreSQL: one set for all nodes.</summary>
internal sealed class PostgreSqlAuthorizationServerStore(RegistrationTable table, RegistrationFeed feed) : IAuthorizationServerStore
{
    private const string Kind = "authorization-servers";

    public IAsyncEnumerable<RegistrationSet> FollowAsync(CancellationToken cancellationToken) => feed.FollowAsync(Kind, cancellationToken);

    public ValueTask<RegistrationReceipt> WriteAsync(RegistrationChange change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        return table.WriteAsync(Kind, change, cancellationToken);
    }
}
