namespace ScopeAuth.Keys;

/// <summary>A key set in a file.</summary>
internal sealed class JwksFileKeySource(KeyFiles file) : IKeySource
{
    public string Address => file.First;

    public string Identity => $"jwks-file {file.Identity}";

    public TimeSpan? Interval => KeyFiles.Interval;

    public Task<KeyLoad> LoadAsync(CancellationToken cancellationToken) =>
        file.LoadAsync(files => KeySetReader.Read(files[0].Content), cancellationToken);
}
