using ScopeAuth.Network;

namespace ScopeAuth.Keys;

/// <summary>A key set that the server's metadata document names (OpenID Connect Discovery 1.0, RFC 8414).</summary>
internal sealed class MetadataKeySource(Backchannel backchannel, string[] addresses, IReadOnlyList<string> issuers) : IKeySource
{
    // Where the document was found last: the other addresses of the list are asked only if it is gone from there.
    private int _first;

    public string Address => addresses is [] ? "nowhere" : new Uri(addresses[_first]).GetLeftPart(UriPartial.Path);

    public string Identity => $"metadata {string.Join(' ', addresses)} issuer {string.Join(' ', issuers)}";

    public TimeSpan? Interval => null;

    public async Task<KeyLoad> LoadAsync(CancellationToken cancellationToken)
    {
        KeyLoad? result = null;
        var first = _first;
        for (var attempt = 0; attempt < addresses.Length; attempt++)
        {
            var index = (first + attempt) % addresses.Length;
            var load = await LoadAsync(new Uri(addresses[index], UriKind.Absolute), cancellationToken);
            if (load.Failure is null)
            {
                _first = index;
                return load;
            }
            // "Not there" says less than any other failure.
            if (result?.Failure is null or { Kind: KeyFailureKind.HttpStatus or KeyFailureKind.ContentType }) result = load;
            if (!MayBeElsewhere(load.Failure.Kind)) break;
        }
        return result ?? KeyLoad.Failed(KeyFailureKind.InvalidMetadata, "there is no address of a metadata document");
    }

    private async Task<KeyLoad> LoadAsync(Uri address, CancellationToken cancellationToken)
    {
        var response = await backchannel.GetDocumentAsync(address, cancellationToken);
        if (response.Failure is not null) return KeyLoad.Of(response);
        if (!MetadataReader.TryReadJwksUri(response.Body, address, issuers, out var jwksUri, out var failure)) return KeyLoad.Failed(failure);
        return backchannel.IsAllowed(jwksUri)
            ? KeyLoad.Of(await backchannel.GetDocumentAsync(jwksUri, cancellationToken)) with { KeySetAddress = jwksUri.GetLeftPart(UriPartial.Path) }
            : KeyLoad.Failed(KeyFailureKind.JwksUriNotAllowed, $"its jwks_uri on '{ForeignText.Show(jwksUri.Host)}' is not https, or holds credentials");
    }

    /// <summary>The right document may lie at the next address; a server that does not answer answers there no better.</summary>
    private static bool MayBeElsewhere(KeyFailureKind kind) => kind is KeyFailureKind.HttpStatus or KeyFailureKind.Redirect
        or KeyFailureKind.ContentType or KeyFailureKind.InvalidMetadata or KeyFailureKind.IssuerMismatch;
}
