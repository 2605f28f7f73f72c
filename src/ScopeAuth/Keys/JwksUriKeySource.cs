using ScopeAuth.Network;

namespace ScopeAuth.Keys;

/// <summary>A key set at a configured address.</summary>
internal sealed class JwksUriKeySource(Backchannel backchannel, Uri address) : IKeySource
{
    public string Address => address.GetLeftPart(UriPartial.Path);

    public string Identity => $"jwks {address.OriginalString}";

    public TimeSpan? Interval => null;

    public async Task<KeyLoad> LoadAsync(CancellationToken cancellationToken) =>
        KeyLoad.Of(await backchannel.GetDocumentAsync(address, cancellationToken));
}
