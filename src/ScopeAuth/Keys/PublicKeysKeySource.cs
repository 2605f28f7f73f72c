namespace ScopeAuth.Keys;

/// <summary>Public keys and certificates in PEM files.</summary>
internal sealed class PublicKeysKeySource(KeyFiles files) : IKeySource
{
    public string Address => files.First;

    public string Identity => $"pem {files.Identity}";

    public TimeSpan? Interval => KeyFiles.Interval;

    public Task<KeyLoad> LoadAsync(CancellationToken cancellationToken) => files.LoadAsync(PemKeyReader.Read, cancellationToken);
}
