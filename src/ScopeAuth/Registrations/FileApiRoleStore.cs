namespace ScopeAuth.Registrations;

/// <summary>The API roles that are kept in files.</summary>
internal sealed class FileApiRoleStore(string dataPath) : IApiRoleStore, IEmbeddedRegistrationStore, IDisposable
{
    private readonly FileRegistrationStore _file = new(Path.Combine(dataPath, "api-roles"), "API roles");

    public RegistrationSet Set => _file.Set;

    public IAsyncEnumerable<RegistrationSet> FollowAsync(CancellationToken cancellationToken) => _file.FollowAsync(cancellationToken);

    public ValueTask<RegistrationReceipt> WriteAsync(RegistrationChange change, CancellationToken cancellationToken) => _file.WriteAsync(change, cancellationToken);

    public void Dispose() => _file.Dispose();
}
