namespace ScopeAuth.AuthorizationServers;

internal sealed class KeyRings
{
    private readonly KeyRing _ring = new();

    public KeyRing For(string serverName, AuthorizationServerOptions options, IReadOnlyList<Uri> derivedMetadataUris, IReadOnlyList<string> acceptedMetadataIssuers) =>
        _ring;

    public void Keep(IEnumerable<KeyRing> inUse) => ArgumentNullException.ThrowIfNull(inUse == null ? null : _ring);
}
