using ScopeAuth.Network;

namespace ScopeAuth.Keys;

/// <summary>A key set at a configured address, which stays a text: a parsed one takes 400 bytes more.</summary>
internal sealed class JwksUriKeySource(Backchannel backchannel, string address) : IKeySource
{
    public string Address => Parsed.GetLeftPart(UriPartial.Path);

    public string Identity => $"jwks {address}";

    public TimeSpan? Interval => null;

    private Uri Parsed => new(address, UriKind.Absolute);

    public async Task<KeyLoad> LoadAsync(CancellationToken cancellationToken) =>
        KeyLoad.Of(await backchannel.GetDocumentAsync(Parsed, cancellationToken));
}
