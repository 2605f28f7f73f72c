namespace ScopeAuth.Registrations;

/// <summary>The authorization servers that are kept in files.</summary>
internal sealed class FileAuthorizationServerStore(string dataPath) : IAuthorizationServerStore, IEmbeddedRegistrationStore, IDisposable
{
    private readonly FileRegistrationStore _file = new(Path.Combine(dataPath, "authorization-servers"), "authorization servers");

    public RegistrationSet Set => _file.Set;

    public IAsyncEnumerable<RegistrationSet> FollowAsync(CancellationToken cancellationToken) => _file.FollowAsync(cancellationToken);

    public ValueTask<RegistrationReceipt> WriteAsync(RegistrationChange change, CancellationToken cancellationToken) => _file.WriteAsync(change, cancellationToken);

    public void Dispose() => _file.Dispose();
}
